//! Three years of what the demo shop sold, product by product, made up from tables: seasons and Ramadan,
//! wear parts that go each week, rare ones, new ones, dying ones, empty shelves, promotions, returns.

use catalogue::ProductDocument;
use chrono::{Datelike, Days, NaiveDate};
use orion::{Country, Feast, SaleDay, holidays};

use super::random::Random;
use super::tables::Tables;

/// How long the shop has kept a history.
const WEEKS: usize = 156;
/// What sells fewer pieces a week is mostly got on order.
const SELDOM: f64 = 0.08;
/// How much more is sold each year.
const GROWTH: f64 = 0.07;

/// What a kind of part is sold by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Season {
    Even,
    /// Batteries, glow plugs: cold mornings.
    Winter,
    /// Cooling and air conditioning.
    Heat,
    /// Wipers and lamps: the first rains.
    Rain,
    /// Brakes, tyres, oil: before the summer's roads.
    Roads,
}

const SEASONS: [Season; 5] = [Season::Even, Season::Winter, Season::Heat, Season::Rain, Season::Roads];

/// A product, as far as its sales depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sold<'a> {
    pub number: u32,
    /// Its place in the order in which the shop was made.
    pub place: u64,
    pub category: &'a str,
    /// How often its kind is asked for, 1 to 10.
    pub weight: f64,
    pub pieces_at_once: u32,
    pub price_minor: Option<i64>,
}

impl<'a> Sold<'a> {
    /// What this product's sales depend on; `place` is its own in the order in which the shop was made.
    pub(super) fn of(tables: &Tables, product: &'a ProductDocument, number: u32, place: u64) -> Self {
        let category = product.category.as_deref().unwrap_or_default();
        let part = tables.parts.iter().find(|kind| kind.slug == category);
        let sized = tables.sized.iter().find(|kind| kind.slug == category);
        let (weight, pieces_at_once) = match (part, sized) {
            (Some(kind), _) => (kind.weight, u32::from(kind.quantity)),
            (None, Some(kind)) => (kind.weight, 1),
            (None, None) => (1.0, 1),
        };
        Self { number, place, category, weight, pieces_at_once, price_minor: product.price_minor }
    }

    /// Whether it is asked for a few times in a year.
    pub(super) fn is_seldom(&self) -> bool {
        Life::of(self, &mut Random::of(&[9, self.place])).rate < SELDOM
    }

    /// What lies on the shelf at the end of the history: what its dealer thinks will last some weeks, less of what goes
    /// seldom, and here and there too little, too much, or what nobody wants any more. `None`: nobody counts.
    pub(super) fn stock(&self) -> Option<u32> {
        let mut random = Random::of(&[10, self.place]);
        let life = Life::of(self, &mut Random::of(&[9, self.place]));
        let weekly = life.rate;
        let kept = |weeks: f64| (weekly * weeks).round().clamp(1.0, 300.0) as u32;
        let fate = random.unit();
        let whole = life.empty.end < WEEKS;
        match () {
            () if fate < 0.01 => None,
            () if !whole => Some(0),
            // Bought for good and left lying, or sold off in time.
            () if life.end < WEEKS => Some(if fate < 0.35 { 2 + random.below(5) as u32 } else { 0 }),
            // What fades is not bought again.
            () if life.fading_from.is_some() => Some(if fate < 0.3 { kept(6.0) } else { 0 }),
            () if weekly < SELDOM => Some(u32::from(fate < 0.12)),
            () if weekly < 0.25 => Some(2 + u32::from(fate < 0.4)),
            () if fate < 0.04 => Some((weekly * random.between(0.0, 2.0)) as u32),
            () if fate < 0.06 => Some(kept(70.0 + 60.0 * random.unit())),
            () => Some(kept(random.between(6.0, 13.0)) + 2),
        }
    }
}

/// The weeks before a day, and how each season runs through them.
#[derive(Debug)]
pub(super) struct Years {
    first: NaiveDate,
    factors: Vec<Vec<f64>>,
}

impl Years {
    /// The weeks up to the last Sunday before `today`.
    pub(super) fn before(today: NaiveDate) -> Self {
        let end = today.week(chrono::Weekday::Mon).first_day();
        let first = end - Days::new(7 * WEEKS as u64);
        let feasts = holidays(Country::Tunisia, first, end + Days::new(30));
        let factors = SEASONS.iter().map(|season| {
            (0..WEEKS)
                .map(|week| {
                    let monday = first + Days::new(7 * week as u64);
                    let next = monday + Days::new(7);
                    let mut factor = course(*season, monday) * (1.0 + GROWTH * week as f64 / 52.0);
                    for feast in &feasts {
                        let share = f64::from(feast.days_within(monday, next)) / 7.0;
                        let eve = f64::from(feast.days_within(next, next + Days::new(7))) / 7.0;
                        factor *= match feast.feast {
                            Feast::Ramadan => 1.0 - 0.28 * share,
                            Feast::EidAlFitr => (1.0 - 0.8 * share) * (1.0 + 0.7 * eve),
                            Feast::EidAlAdha => (1.0 - 0.9 * share) * (1.0 + 0.5 * eve),
                            _ => 1.0 - 0.3 * share * f64::from(u8::from(feast.feast == Feast::Civil)),
                        };
                    }
                    factor
                })
                .collect()
        });
        Self { first, factors: factors.collect() }
    }

    /// What was sold of one product, by day.
    pub(super) fn sales_of(&self, product: &Sold<'_>) -> Vec<SaleDay> {
        let mut random = Random::of(&[9, product.place]);
        let life = Life::of(product, &mut random);
        let season = season_of(product.category);
        let factors = &self.factors[SEASONS.iter().position(|one| *one == season).unwrap_or(0)];
        let mut days = Vec::new();
        let mut back = 0;
        for (week, factor) in factors.iter().enumerate().take(life.end).skip(life.begin) {
            let monday = self.first + Days::new(7 * week as u64);
            if life.empty.contains(&week) {
                if week == life.empty.start {
                    days.push(SaleDay { stock: Some(0), ..nothing(monday) });
                }
                continue;
            }
            if week == life.empty.end && week > 0 {
                days.push(SaleDay { stock: Some(6), ..nothing(monday) });
            }
            let fading = life.fading_from.map_or(1.0, |from| 0.88_f64.powi(week.saturating_sub(from) as i32));
            let reduced = life.reduced.contains(&week);
            let surge = if life.surge_from.is_some_and(|from| week >= from) { 6.0 } else { 1.0 };
            let mean = surge * life.rate * factor * fading * if reduced { 1.9 } else { 1.0 };
            let price = product.price_minor.map(|now| {
                let then = now as f64 * (1.0 - 0.04 * ((WEEKS - week) / 52) as f64);
                (then * if reduced { 0.85 } else { 1.0 }) as i64 / 100 * 100
            });
            let mut asked = poisson(mean / life.batch, &mut random) * life.batch as i64;
            if random.chance(0.000_3) {
                // A workshop or a fleet buys for months.
                asked += (8.0 + life.rate * 6.0) as i64;
            }
            spread(&mut days, monday, asked, price, back, &mut random);
            back = i64::from(asked > 0 && random.chance(0.02));
        }
        days.sort_by_key(|day| day.day);
        days.dedup_by(|later, earlier| {
            let same = later.day == earlier.day;
            if same {
                earlier.sold += later.sold;
                earlier.returned += later.returned;
                earlier.price_minor = earlier.price_minor.or(later.price_minor);
                earlier.stock = earlier.stock.or(later.stock);
            }
            same
        });
        days
    }
}

fn nothing(day: NaiveDate) -> SaleDay {
    SaleDay { day, sold: 0, returned: 0, price_minor: None, stock: None }
}

/// Puts a week's pieces on its working days; the shop rests on Sundays.
fn spread(
    days: &mut Vec<SaleDay>,
    monday: NaiveDate,
    pieces: i64,
    price_minor: Option<i64>,
    returned: i64,
    random: &mut Random,
) {
    let mut on = [0_i64; 6];
    let mut left = pieces;
    while left > 0 {
        let at_once = left.min(1 + (pieces / 12));
        on[random.below(6)] += at_once;
        left -= at_once;
    }
    for (place, sold) in on.into_iter().enumerate() {
        let returned = if place == 2 { returned } else { 0 };
        if sold + returned > 0 {
            let day = monday + Days::new(place as u64);
            days.push(SaleDay {
                sold,
                returned,
                price_minor: price_minor.filter(|_| sold > 0),
                ..nothing(day)
            });
        }
    }
}

/// How a product fares.
struct Life {
    /// Pieces a week.
    rate: f64,
    /// Sold so many at a time.
    batch: f64,
    begin: usize,
    end: usize,
    fading_from: Option<usize>,
    /// A fleet or a workshop has begun to buy here.
    surge_from: Option<usize>,
    empty: std::ops::Range<usize>,
    reduced: std::ops::Range<usize>,
}

impl Life {
    fn of(product: &Sold<'_>, random: &mut Random) -> Self {
        // Few products carry the shop: three uniform draws make a bell, its exponential a long tail.
        let bell = random.unit() + random.unit() + random.unit() - 1.5;
        let dear = product.price_minor.map_or(1.0, |price| (60_000.0 / price.max(4_000) as f64).powf(0.45));
        let rate = product.weight.powf(1.5) / 110.0 * (2.4 * bell).exp() * dear;
        let mut life = Self {
            rate,
            batch: if random.chance(0.4) { f64::from(product.pieces_at_once) } else { 1.0 },
            begin: random.below(20) * usize::from(random.chance(0.3)),
            end: WEEKS,
            fading_from: None,
            surge_from: None,
            empty: 0..0,
            reduced: 0..0,
        };
        match random.below(100) {
            0..=4 => life.begin = WEEKS - 4 - random.below(34),
            5..=10 => life.fading_from = Some(60 + random.below(70)),
            11..=13 => life.end = 40 + random.below(80),
            14..=15 => life.rate *= 2.2,
            16 if life.rate > 0.3 => life.surge_from = Some(WEEKS - 3 - random.below(3)),
            _ => {}
        }
        if random.chance(0.12) {
            let from = life.begin + 10 + random.below(WEEKS - life.begin.min(WEEKS - 20) - 12);
            life.empty = from..from + 2 + random.below(5);
        }
        if life.end == WEEKS && random.chance(0.02) {
            life.empty = WEEKS - 1 - random.below(3)..WEEKS;
        }
        if life.rate > 0.5 && random.chance(0.5) {
            let from = 20 + random.below(WEEKS - 30);
            life.reduced = from..from + 2;
        }
        life
    }
}

fn season_of(category: &str) -> Season {
    let one_of = |words: &[&str]| words.iter().any(|word| category.starts_with(word));
    if one_of(&["batteries", "bougies-de-prechauffage", "demarreurs", "alternateurs"]) {
        Season::Winter
    } else if one_of(&[
        "radiateurs",
        "ventilateurs",
        "thermostats",
        "compresseurs",
        "condenseurs",
        "pulseurs",
        "liquides-de-r",
        "durites",
        "pompes-a-eau",
        "vases",
        "filtres-habitacle",
    ]) {
        Season::Heat
    } else if one_of(&["balais", "ampoules", "phares", "feux", "antibrouillards"]) {
        Season::Rain
    } else if one_of(&[
        "plaquettes",
        "disques",
        "pneus",
        "huiles",
        "filtres",
        "amortisseurs",
        "courroies",
        "kits-de-d",
    ]) {
        Season::Roads
    } else {
        Season::Even
    }
}

/// How a season stands in the week of this Monday, 1 on average.
fn course(season: Season, monday: NaiveDate) -> f64 {
    let year = f64::from(monday.ordinal0()) / 365.25;
    // A wave that is highest at `peak`, as a share of the year.
    let wave = |peak: f64| ((year - peak) * std::f64::consts::TAU).cos();
    match season {
        Season::Even => 1.0 + 0.08 * wave(0.45),
        Season::Winter => (0.75 * wave(0.98)).exp() / 1.14,
        Season::Heat => (0.95 * wave(0.55)).exp() / 1.24,
        Season::Rain => (0.55 * wave(0.83)).exp() / 1.08,
        Season::Roads => 1.0 + 0.30 * wave(0.47),
    }
}

/// Knuth's; beyond a mean of 30 its normal approximation.
fn poisson(mean: f64, random: &mut Random) -> i64 {
    if mean > 30.0 {
        let bell = (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
        return (mean + bell * mean.sqrt()).round().max(0.0) as i64;
    }
    let limit = (-mean).exp();
    let (mut count, mut product) = (0, random.unit());
    while product > limit {
        count += 1;
        product *= random.unit();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop(products: u64, category: &str) -> Vec<Vec<SaleDay>> {
        let years = Years::before("2026-11-21".parse().unwrap());
        (0..products)
            .map(|place| {
                let number = place as u32;
                let price_minor = Some(30_000);
                let product = Sold { number, place, category, weight: 7.0, pieces_at_once: 2, price_minor };
                years.sales_of(&product)
            })
            .collect()
    }

    #[test]
    fn the_history_is_the_same_each_time_and_ends_on_the_last_saturday() {
        let (first, second) = (shop(200, "alternateurs"), shop(200, "alternateurs"));
        assert_eq!(first, second);
        let last = first.iter().flatten().map(|day| day.day).max().unwrap();
        assert_eq!(last.to_string(), "2026-11-14");
        for days in first {
            assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
        }
    }

    #[test]
    fn summers_sell_what_cools_and_ramadan_sells_less() {
        let sold = |category: &str, from: &str, until: &str| -> i64 {
            let (from, until): (NaiveDate, NaiveDate) = (from.parse().unwrap(), until.parse().unwrap());
            let days = shop(400, category).concat();
            days.iter().filter(|day| (from..until).contains(&day.day)).map(|day| day.sold).sum()
        };
        let (july, january) =
            (sold("radiateurs", "2026-07-01", "2026-07-29"), sold("radiateurs", "2026-01-05", "2026-02-02"));
        assert!(july > 3 * january, "{july} {january}");
        let (before, within) = (
            sold("silentblocs", "2026-01-19", "2026-02-16"),
            sold("silentblocs", "2026-02-19", "2026-03-16"),
        );
        assert!(within < before, "{within} {before}");
    }
}
