//! ACES 3.x and 4.x: which part fits which vehicle.
//!
//! Without `VCdb`, `PCdb` and Qdb beside it a file says ids: vehicles keep them until
//! they are named, and ids that cannot be right are reported.

use std::io::Read;

use super::entry::{Entry, EntrySink, Item};
use super::table::TableError;
use super::xml::{Element, XmlRecords};
use super::{ImportOptions, Problem};
use crate::upsert::check::normalise_conditions;

/// `VCdb` ids have six digits at most.
const BASE_VEHICLE_DIGITS: usize = 6;
/// `PCdb` numbers its positions below a thousand.
const POSITION_DIGITS: usize = 4;
/// `PCdb`'s position "N/A".
const POSITION_NOT_APPLICABLE: u32 = 1;
/// How many of the highest ids are watched for ones that stand out.
const WATCHED_IDS: usize = 8;

/// One `App`: a part on a vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Application {
    /// Whether it is to go (`action="D"`).
    pub(crate) delete: bool,
    pub(crate) vehicle: BaseVehicle,
    pub(crate) part: AcesPart,
    pub(crate) position: Option<String>,
    pub(crate) quantity: Option<u16>,
    pub(crate) conditions: Option<String>,
}

/// The vehicle of an application.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum BaseVehicle {
    /// A make, model and year by one id.
    Id(u32),
    /// A make and model by id, over some years.
    Years { make: u32, model: u32, from: u16, to: u16 },
}

/// The part of an application.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AcesPart {
    pub(crate) sku: String,
    /// The name of the brand, if the file tells it.
    pub(crate) brand: Option<String>,
}

/// What a file says of itself when it is all that its sender has of its parts (`SubmissionType` Full).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FullSubmission {
    /// What follows is all.
    Begins,
    /// An application of this part could not be read.
    Unread(String),
    /// All that there is has come.
    Ends,
}

/// Reads all applications into the sink.
pub(super) fn read(
    input: impl Read,
    options: &ImportOptions,
    sink: &mut EntrySink,
) -> Result<(), TableError> {
    let mut records = XmlRecords::new(input);
    let mut highest = Highest::default();
    let (mut full, mut applications, mut counted) = (false, 0_u64, true);
    loop {
        match records.next(&["App", "Header", "Footer"]) {
            Ok(None) => break,
            Ok(Some((line, element))) if element.name == "Header" => {
                full =
                    element.text_of("SubmissionType").is_some_and(|kind| kind.eq_ignore_ascii_case("full"));
                sink.note(header_note(&element))?;
                if full {
                    sink.push(full_submission(line, FullSubmission::Begins), 0)?;
                }
            }
            Ok(Some((line, element))) if element.name == "Footer" => {
                let count = element.text_of("RecordCount").unwrap_or_default();
                counted = count.is_empty() || count.parse() == Ok(applications);
                if !counted {
                    let reason = format!("the file has {applications} applications: some may be missing");
                    sink.problem(Problem::warning(line, "RecordCount", count, reason), Vec::new())?;
                }
            }
            Ok(Some((line, element))) => {
                applications += 1;
                let raw = if sink.keep_raw { vec![describe(&element)] } else { Vec::new() };
                match application_of(line, &element, options) {
                    Ok((application, warning)) => {
                        if let Some(warning) = warning {
                            sink.problem(warning, Vec::new())?;
                        }
                        if let BaseVehicle::Id(id) = application.vehicle {
                            highest.see(id, line);
                        }
                        sink.push(Entry { line, raw, item: Item::Application(Box::new(application)) }, 400)?;
                    }
                    Err(problem) => {
                        sink.problem(problem, raw)?;
                        if let (true, Some(part)) = (full, element.text_of("Part")) {
                            sink.push(full_submission(line, FullSubmission::Unread(part.to_owned())), 0)?;
                        }
                    }
                }
            }
            Err(reason) => {
                let reason = format!("{reason}; what follows was not read");
                sink.problem(Problem::refused(records.line(), "file", "", reason), Vec::new())?;
                counted = false;
                break;
            }
        }
    }
    for problem in highest.standing_out() {
        sink.problem(problem, Vec::new())?;
    }
    if full && counted {
        sink.push(full_submission(records.line(), FullSubmission::Ends), 0)?;
    }
    Ok(())
}

fn full_submission(line: u64, item: FullSubmission) -> Entry {
    Entry { line, raw: Vec::new(), item: Item::Full(item) }
}

fn header_note(header: &Element) -> String {
    let part = |name| header.text_of(name).unwrap_or("?");
    format!(
        "ACES of {} \"{}\", brand {}, {}, VCdb of {}",
        part("Company"),
        part("DocumentTitle"),
        part("BrandAAIAID"),
        part("SubmissionType"),
        part("VcdbVersionDate"),
    )
}

fn application_of(
    line: u64,
    app: &Element,
    options: &ImportOptions,
) -> Result<(Application, Option<Problem>), Problem> {
    let part = app
        .text_of("Part")
        .ok_or_else(|| Problem::refused(line, "Part", "", "an application needs a part number"))?;
    let delete = match app.attribute("action") {
        Some("A") | None => false,
        Some("D") => true,
        Some(other) => {
            return Err(Problem::refused(line, "action", other, "an action is A (add) or D (delete)"));
        }
    };
    let (position, warning) = position_of(line, app);
    let quantity = match app.text_of("Qty") {
        None => None,
        Some(text) => match text.parse::<u16>() {
            Ok(quantity) => Some(quantity),
            Err(_) => return Err(Problem::refused(line, "Qty", text, "a quantity is a whole number")),
        },
    };
    let application = Application {
        delete,
        vehicle: vehicle_of(line, app, options)?,
        part: AcesPart { sku: part.to_owned(), brand: app.text_of("BrandLabel").map(str::to_owned) },
        position,
        quantity,
        conditions: normalise_conditions(conditions_of(app).as_deref())
            .map_err(|refusal| Problem::refused(line, "Note", &refusal.value, refusal.reason))?,
    };
    Ok((application, warning))
}

fn vehicle_of(line: u64, app: &Element, options: &ImportOptions) -> Result<BaseVehicle, Problem> {
    if let Some(base) = app.child("BaseVehicle") {
        let id = id_of(line, "BaseVehicle", base, BASE_VEHICLE_DIGITS)?;
        if let Some(range) = options.vcdb_base_vehicles.as_ref().filter(|range| !range.contains(&id)) {
            let reason = format!("outside of the VCdb's ids, {} to {}", range.start(), range.end());
            return Err(Problem::refused(line, "BaseVehicle", &id.to_string(), reason));
        }
        return Ok(BaseVehicle::Id(id));
    }
    let (Some(years), Some(make), Some(model)) = (app.child("Years"), app.child("Make"), app.child("Model"))
    else {
        let reason = "an application needs a BaseVehicle, or Years, Make and Model";
        return Err(Problem::refused(line, "BaseVehicle", "", reason));
    };
    let year = |name: &str| {
        let text = years.attribute(name).unwrap_or_default();
        text.parse::<u16>().ok().ok_or_else(|| Problem::refused(line, "Years", text, "not a year"))
    };
    let (make, model) =
        (id_of(line, "Make", make, BASE_VEHICLE_DIGITS)?, id_of(line, "Model", model, BASE_VEHICLE_DIGITS)?);
    Ok(BaseVehicle::Years { make, model, from: year("from")?, to: year("to")? })
}

fn id_of(line: u64, column: &str, element: &Element, max_digits: usize) -> Result<u32, Problem> {
    let text = element.attribute("id").unwrap_or_default();
    let id = text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    match id {
        None => Err(Problem::refused(line, column, text, "an id is a whole number")),
        Some(_) if text.len() > max_digits => {
            let reason =
                format!("an id of more than {max_digits} digits, which the standard's tables do not have");
            Err(Problem::refused(line, column, text, reason))
        }
        Some(id) => Ok(id),
    }
}

/// The position by its id; one that cannot be is left out with a warning, for the part still fits.
fn position_of(line: u64, app: &Element) -> (Option<String>, Option<Problem>) {
    let Some(position) = app.child("Position") else { return (None, None) };
    match id_of(line, "Position", position, POSITION_DIGITS) {
        Ok(POSITION_NOT_APPLICABLE) => (None, None),
        Ok(id) => (Some(format!("ACES {id}")), None),
        Err(problem) => {
            let reason = format!("{}; the fitment was kept without a position", problem.reason);
            (None, Some(Problem { reason, refused: false, ..problem }))
        }
    }
}

/// Everything else that restricts the fitment, in the file's words and ids.
fn conditions_of(app: &Element) -> Option<String> {
    const ELSEWHERE: [&str; 10] = [
        "BaseVehicle",
        "Years",
        "Make",
        "Model",
        "Qty",
        "PartType",
        "Position",
        "Part",
        "BrandLabel",
        "MfrLabel",
    ];
    let conditions: Vec<String> = app
        .children
        .iter()
        .filter(|child| !ELSEWHERE.contains(&child.name.as_str()))
        .filter_map(|child| match (child.attribute("id"), child.text.as_str()) {
            (None, "") => None,
            (None, text) => Some(text.to_owned()),
            (Some(id), "") => Some(format!("{} {id}", child.name)),
            (Some(id), text) => Some(format!("{} {id}: {text}", child.name)),
        })
        .collect();
    Some(conditions.join("; ")).filter(|text| !text.is_empty())
}

/// The application in one cell, for the CSV of problems.
fn describe(app: &Element) -> String {
    let parts = app.children.iter().map(|child| match child.attribute("id") {
        Some(id) => format!("{}={id}", child.name),
        None => format!("{}={}", child.name, child.text),
    });
    let id = app.attribute("id").unwrap_or_default().to_owned();
    std::iter::once(format!("App {id}")).chain(parts).collect::<Vec<_>>().join(" ")
}

/// The highest ids of a file, each with its first line: slips of the keyboard end up there.
#[derive(Default)]
struct Highest {
    ids: Vec<(u32, u64)>,
}

impl Highest {
    fn see(&mut self, id: u32, line: u64) {
        if self.ids.iter().any(|(seen, _)| *seen == id) {
            return;
        }
        self.ids.push((id, line));
        self.ids.sort_unstable();
        if self.ids.len() > WATCHED_IDS {
            self.ids.remove(0);
        }
    }

    /// Those above a gap as wide as everything below it.
    fn standing_out(&self) -> Vec<Problem> {
        let gap = self.ids.windows(2).position(|pair| pair[1].0 / 2 > pair[0].0);
        let Some(gap) = gap.filter(|_| self.ids.len() == WATCHED_IDS) else { return Vec::new() };
        let below = self.ids[gap].0;
        let warning = |(id, line): &(u32, u64)| {
            let reason = format!("stands out: no other vehicle of this file has an id above {below}");
            Problem::warning(*line, "BaseVehicle", &id.to_string(), reason)
        };
        self.ids[gap + 1..].iter().map(warning).collect()
    }
}
