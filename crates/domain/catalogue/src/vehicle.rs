//! Vehicles: make, model, generation, years, engine.

kernel::typed_id! {
    /// Names a vehicle.
    pub struct VehicleId;
}

/// One buildable vehicle, as exact as its source tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vehicle {
    /// Its id.
    pub id: VehicleId,
    /// Its dense number.
    pub number: u32,
    /// Its path segment, unique: `renault-clio-4-1-5-dci-75`.
    pub slug: String,
    /// Who built it: "Renault". An unnamed vehicle (ACES without VCdb) has make "" and keeps its id as slug.
    pub make: String,
    /// "Clio".
    pub model: String,
    /// Counted from 1: 4 for "Clio 4", "4th Gen", "IV".
    pub generation: Option<u16>,
    /// The builder's own code for the series: "X98".
    pub series: Option<String>,
    /// First model year.
    pub year_from: Option<u16>,
    /// Last model year; `None` = still built, or unknown when `year_from` is too.
    pub year_to: Option<u16>,
    /// "1.5 dCi".
    pub engine: Option<String>,
    /// "diesel", "petrol", "hybrid", "electric", "lpg".
    pub fuel: Option<String>,
    /// In kW.
    pub power_kw: Option<u16>,
    /// "hatchback-5", free text of the source.
    pub body: Option<String>,
    /// Driven wheels: "FWD", "4x4".
    pub drive: Option<String>,
    /// "5-Speed Manual".
    pub transmission: Option<String>,
    /// `TecDoc`'s number, where known.
    pub k_type: Option<u32>,
    /// ACES' `BaseVehicle` id, where it came from there.
    pub aces_base_vehicle: Option<u32>,
}
