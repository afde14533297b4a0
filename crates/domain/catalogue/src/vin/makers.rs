//! World manufacturer identifiers and countries, from general knowledge of ISO 3780; not complete.

/// Maker by the first three characters; longer matches first come first.
const MAKERS: &[(&str, &str)] = &[
    ("VF1", "Renault"), ("VF2", "Renault"), ("VF6", "Renault Trucks"), ("VNV", "Renault"), ("VF3", "Peugeot"),
    ("VF7", "Citroën"), ("VR1", "DS"), ("VR3", "Peugeot"), ("VR7", "Citroën"), ("VF8", "Talbot"), ("VFA", "Alpine"),
    ("VN1", "Renault"), ("VNK", "Toyota"), ("VF9", "Bugatti"), ("UU1", "Dacia"), ("UU5", "Renault"), ("UU6", "Daewoo"),
    ("WVW", "Volkswagen"), ("WV1", "Volkswagen"), ("WV2", "Volkswagen"), ("WV3", "MAN"), ("WVG", "Volkswagen"),
    ("3VW", "Volkswagen"), ("9BW", "Volkswagen"), ("1VW", "Volkswagen"), ("AAV", "Volkswagen"), ("LFV", "Volkswagen"),
    ("LSV", "Volkswagen"), ("XW8", "Volkswagen"), ("WAU", "Audi"), ("WUA", "Audi"), ("WA1", "Audi"), ("TRU", "Audi"),
    ("WBA", "BMW"), ("WBS", "BMW"), ("WBX", "BMW"), ("WBY", "BMW"), ("WB1", "BMW"), ("5UX", "BMW"), ("4US", "BMW"),
    ("WMW", "Mini"), ("WDB", "Mercedes-Benz"), ("WDC", "Mercedes-Benz"), ("WDD", "Mercedes-Benz"),
    ("WDF", "Mercedes-Benz"), ("W1K", "Mercedes-Benz"), ("W1N", "Mercedes-Benz"), ("W1V", "Mercedes-Benz"),
    ("4JG", "Mercedes-Benz"), ("WME", "Smart"), ("WP0", "Porsche"), ("WP1", "Porsche"), ("W0L", "Opel"),
    ("W0V", "Opel"), ("VXK", "Opel"), ("WF0", "Ford"), ("1FA", "Ford"), ("1FM", "Ford"), ("1FT", "Ford"),
    ("2FA", "Ford"), ("3FA", "Ford"), ("NM0", "Ford"), ("VS6", "Ford"), ("WMA", "MAN"), ("VSS", "Seat"),
    ("VS1", "Seat"), ("TMB", "Skoda"), ("TMA", "Hyundai"), ("TMK", "Karosa"), ("TSM", "Suzuki"), ("VSK", "Nissan"),
    ("VNN", "Nissan"), ("SJN", "Nissan"), ("JN1", "Nissan"), ("JN8", "Nissan"), ("1N4", "Nissan"), ("1N6", "Nissan"),
    ("3N1", "Nissan"), ("5N1", "Nissan"), ("MNT", "Nissan"), ("ZFA", "Fiat"), ("ZFC", "Fiat"), ("9BD", "Fiat"),
    ("ZAR", "Alfa Romeo"), ("ZLA", "Lancia"), ("ZCF", "Iveco"), ("ZFF", "Ferrari"), ("ZHW", "Lamborghini"),
    ("ZAM", "Maserati"), ("ZAP", "Piaggio"), ("SAJ", "Jaguar"), ("SAL", "Land Rover"), ("SAR", "Rover"),
    ("SAX", "Austin Rover"), ("SCC", "Lotus"), ("SHH", "Honda"), ("SHS", "Honda"), ("SB1", "Toyota"),
    ("SCB", "Bentley"), ("SCA", "Rolls-Royce"), ("JHM", "Honda"), ("JHL", "Honda"), ("1HG", "Honda"), ("2HG", "Honda"),
    ("19X", "Honda"), ("NLA", "Honda"), ("JT1", "Toyota"), ("JTD", "Toyota"), ("JTE", "Toyota"), ("JTM", "Toyota"),
    ("JTN", "Toyota"), ("JTH", "Lexus"), ("4T1", "Toyota"), ("5TD", "Toyota"), ("2T1", "Toyota"), ("AHT", "Toyota"),
    ("NMT", "Toyota"), ("MR0", "Toyota"), ("JMZ", "Mazda"), ("JM1", "Mazda"), ("JMB", "Mitsubishi"),
    ("JMY", "Mitsubishi"), ("JA3", "Mitsubishi"), ("JA4", "Mitsubishi"), ("MMB", "Mitsubishi"), ("MMC", "Mitsubishi"),
    ("XMC", "Mitsubishi"), ("JF1", "Subaru"), ("JF2", "Subaru"), ("JSA", "Suzuki"), ("JS2", "Suzuki"),
    ("MA3", "Suzuki"), ("MBH", "Suzuki"), ("JAA", "Isuzu"), ("JAC", "Isuzu"), ("MPA", "Isuzu"), ("JDA", "Daihatsu"),
    ("KMH", "Hyundai"), ("KMF", "Hyundai"), ("NLH", "Hyundai"), ("MAL", "Hyundai"), ("5NP", "Hyundai"), ("5NM", "Hyundai"),
    ("KNA", "Kia"), ("KND", "Kia"), ("KNE", "Kia"), ("U5Y", "Kia"), ("U6Y", "Kia"), ("KL1", "Chevrolet"),
    ("KLA", "Daewoo"), ("KPT", "SsangYong"), ("1G1", "Chevrolet"), ("1GC", "Chevrolet"), ("2G1", "Chevrolet"),
    ("3GN", "Chevrolet"), ("1G6", "Cadillac"), ("1GM", "Pontiac"), ("1J4", "Jeep"), ("1C4", "Jeep"), ("1J8", "Jeep"),
    ("1B3", "Dodge"), ("2C3", "Chrysler"), ("1C3", "Chrysler"), ("5YJ", "Tesla"), ("7SA", "Tesla"), ("XP7", "Tesla"),
    ("LRW", "Tesla"), ("YV1", "Volvo"), ("YV4", "Volvo"), ("YV2", "Volvo Trucks"), ("YS3", "Saab"), ("YS2", "Scania"),
    ("XTA", "Lada"), ("X7L", "Renault"), ("X9F", "Ford"), ("XLR", "DAF"), ("LVV", "Chery"), ("LB3", "Geely"),
    ("L6T", "Geely"), ("LSJ", "MG"), ("SDP", "MG"), ("LGW", "Great Wall"), ("LGX", "BYD"), ("LC0", "BYD"),
    ("MAT", "Tata"), ("MA1", "Mahindra"), ("NLE", "Mercedes-Benz"), ("NM4", "Tofas"), ("9BG", "Chevrolet"),
    ("93Y", "Renault"), ("93H", "Honda"), ("8A1", "Renault"), ("8AP", "Fiat"), ("936", "Peugeot"), ("935", "Citroën"),
];

/// Countries by the first two characters, as ranges in the order A-Z, 1-9, 0.
const COUNTRIES: &[(char, &str, &str)] = &[
    ('A', "ABCDEFGH", "South Africa"), ('B', "ABCDE", "Angola"), ('C', "FGHJK", "Madagascar"), ('C', "LMNPR", "Tunisia"),
    ('D', "ABCDE", "Egypt"), ('D', "FGHJK", "Morocco"), ('D', "LMNPR", "Zambia"), ('E', "ABCDE", "Ethiopia"),
    ('F', "FGHJK", "Nigeria"), ('J', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "Japan"), ('K', "LMNPR", "South Korea"),
    ('K', "FGHJK", "Israel"), ('L', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "China"), ('M', "ABCDE", "India"),
    ('M', "FGHJK", "Indonesia"), ('M', "LMNPR", "Thailand"), ('N', "LMNPR", "Turkey"), ('N', "ABCDE", "Iran"),
    ('P', "LMNPR", "Malaysia"), ('P', "ABCDE", "Philippines"), ('R', "FGHJK", "Taiwan"),
    ('S', "ABCDEFGHJKLM", "United Kingdom"), ('S', "NPRST", "Germany"), ('S', "UVWXYZ", "Poland"),
    ('T', "ABCDEFGH", "Switzerland"), ('T', "JKLMNP", "Czechia"), ('T', "RSTUV", "Hungary"), ('T', "WXYZ1", "Portugal"),
    ('U', "UVWXYZ", "Romania"), ('U', "567", "Slovakia"), ('V', "ABCDE", "Austria"), ('V', "FGHJKLMNPR", "France"),
    ('V', "STUVW", "Spain"), ('V', "XYZ12", "Serbia"), ('V', "67890", "Estonia"),
    ('W', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "Germany"), ('X', "LMNPR", "Netherlands"), ('X', "STUVW", "Russia"),
    ('X', "34567890", "Russia"), ('Y', "ABCDE", "Belgium"), ('Y', "FGHJK", "Finland"), ('Y', "STUVW", "Sweden"),
    ('Z', "ABCDEFGHJKLMNPR", "Italy"), ('1', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "United States"),
    ('4', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "United States"), ('5', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "United States"),
    ('7', "FGHJKLMNPRSTUVWXYZ1234567890", "United States"), ('2', "ABCDEFGHJKLMNPRSTUVWXYZ1234567890", "Canada"),
    ('3', "ABCDEFGHJKLMNPRSTUVWXYZ1234567", "Mexico"), ('6', "ABCDEFGHJKLMNPRSTUVW", "Australia"), ('8', "ABCDE", "Argentina"),
    ('9', "ABCDE", "Brazil"), ('9', "3456789", "Brazil"),
];

/// The maker with this identifier.
pub(super) fn maker(wmi: &str) -> Option<&'static str> {
    MAKERS.iter().find(|(known, _)| *known == wmi).map(|(_, make)| *make)
}

/// The country to which the identifier belongs.
pub(super) fn country(wmi: &str) -> Option<&'static str> {
    let (first, second) = (wmi.chars().next()?, wmi.chars().nth(1)?);
    COUNTRIES.iter().find(|(zone, seconds, _)| *zone == first && seconds.contains(second)).map(|found| found.2)
}

/// The part of the world to which the first character belongs.
pub(super) fn region(wmi: &str) -> Option<&'static str> {
    match wmi.chars().next()? {
        'A'..='H' => Some("Africa"),
        'J'..='R' => Some("Asia"),
        'S'..='Z' => Some("Europe"),
        '1'..='5' | '7' => Some("North America"),
        '6' => Some("Oceania"),
        '8' | '9' => Some("South America"),
        _ => None,
    }
}
