//! What would have been ordered in the past: what each product wanted there, and what was said at each origin of the
//! periods that an order must cover. It knows no level: any can be replayed on it.

use crate::{Asked, DemandSeries, Learnt, Options, Period, Policy, Replay, Step, forecast_some, replay_part};

/// Shares of the products; who is asked about one share has learnt from the others.
const FOLDS: usize = 5;

/// The end of a shop's history that is replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// So many periods.
    pub periods: usize,
    /// Targets are set anew after so many.
    pub every: usize,
}

impl Stretch {
    /// The last year, set anew each month; of a history of less than two, its later half. Nothing of a history of less than
    /// one: a replay begins with full shelves, and over a few periods hardly an order is seen.
    pub fn year(series: &[DemandSeries]) -> Self {
        let period = series.first().map_or(Period::Week, |one| one.period);
        let longest = series.iter().map(|one| one.quantity.len()).max().unwrap_or(0);
        let every = if period == Period::Week { 4 } else { 1 };
        let whole = |periods: usize| periods - periods % every;
        let periods = whole(period.season().min(longest / 2));
        let told = periods >= whole(period.season() / 2);
        Self { periods: if told { periods } else { 0 }, every }
    }

    fn origins(self) -> usize {
        self.periods / self.every
    }
}

/// The products that are older than the stretch, as they would have been ordered in it.
#[derive(Debug)]
pub struct PastOrders<'a> {
    stretch: Stretch,
    old: Vec<&'a DemandSeries>,
    /// The demand to cover as it was said at each origin, with its bend, which is the same at every level.
    covers: Vec<Vec<(Step, Option<f64>)>>,
}

impl<'a> PastOrders<'a> {
    /// As said by what was learnt before the stretch.
    pub fn by_earlier(series: &'a [DemandSeries], stretch: Stretch, options: &Options) -> Self {
        let mut past = Self::of(series, stretch);
        let learnt = Learnt::learn_cover(&past.known_at(stretch.origins()), options);
        past.follow(&learnt, options, |_| true);
        past
    }

    /// Each product as said by what was learnt from the others up to the end: that knows as much as a model learnt today,
    /// and nothing of the product that it is asked about.
    pub fn by_others(series: &'a [DemandSeries], stretch: Stretch, options: &Options) -> Self {
        let mut past = Self::of(series, stretch);
        for fold in 0..FOLDS {
            let others = past.old.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
            let others: Vec<DemandSeries> = others.map(|(_, one)| (*one).clone()).collect();
            let learnt = Learnt::learn_cover(&others, options);
            if learnt.global.is_none() {
                // Too few to teach: then each is forecast from its own past, whoever the others are.
                past.covers.iter_mut().for_each(Vec::clear);
                past.follow(&learnt, options, |_| true);
                break;
            }
            past.follow(&learnt, options, |at| at % FOLDS == fold);
        }
        past
    }

    fn of(series: &'a [DemandSeries], stretch: Stretch) -> Self {
        let old: Vec<&DemandSeries> =
            series.iter().filter(|one| one.quantity.len() > stretch.periods).collect();
        Self { stretch, covers: vec![Vec::with_capacity(stretch.origins()); old.len()], old }
    }

    /// What was known so many targets before the end.
    fn known_at(&self, origin: usize) -> Vec<DemandSeries> {
        let back = self.stretch.every * origin;
        self.old.iter().map(|one| one.until_unplanned(one.quantity.len() - back)).collect()
    }

    fn follow(&mut self, learnt: &Learnt, options: &Options, is_own: impl Fn(usize) -> bool) {
        let own = (0..self.old.len()).filter(|at| is_own(*at));
        let asked: Vec<Asked> = own.map(|at| Asked { at, model: None }).collect();
        for origin in (1..=self.stretch.origins()).rev() {
            let known = self.known_at(origin);
            let said = forecast_some(learnt, &known, &asked, options.protect.get(), options, &|_| ());
            for (asked, said) in asked.iter().zip(said) {
                self.covers[asked.at].extend(said.ahead.last().map(|cover| (*cover, cover.bend())));
            }
        }
    }

    /// What stock at this level would have held, a product, and filled.
    pub fn replay(&self, level: f64, policy: Policy) -> Replay {
        let Stretch { periods, every } = self.stretch;
        let mut replay = Replay::default();
        for (one, covers) in self.old.iter().zip(&self.covers) {
            let targets: Vec<f64> =
                covers.iter().map(|(cover, bend)| cover.pieces_bent(level, *bend)).collect();
            let wanted = &one.quantity[one.quantity.len() - periods..];
            replay_part(wanted, |at| targets.get(at / every).copied().unwrap_or(0.0), policy, &mut replay);
        }
        replay.held /= (self.old.len() * periods).max(1) as f64;
        replay
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn shop(weeks: usize) -> Vec<DemandSeries> {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let sold = |part: usize, week: usize| f64::from(u8::from((part * 7 + week * 5) % 11 < 1 + part % 4));
        (0..40)
            .map(|part| {
                let weeks = if part == 3 { 20 } else { weeks };
                let quantity = (0..weeks).map(|week| sold(part, week)).collect();
                DemandSeries::of_quantities(Period::Week, first, quantity)
            })
            .collect()
    }

    #[test]
    fn a_stretch_is_a_year_or_half_of_a_shorter_history() {
        let periods = [150, 104, 60, 48, 47, 6].map(|weeks| Stretch::year(&shop(weeks)).periods);
        assert_eq!(periods, [52, 52, 28, 24, 0, 0]);
        assert_eq!(Stretch::year(&[]).periods, 0);
    }

    #[test]
    fn a_higher_level_holds_and_fills_more_of_the_products_that_are_old_enough() {
        let shop = shop(104);
        let past = PastOrders::by_others(&shop, Stretch::year(&shop), &Options::default());
        assert_eq!((past.old.len(), past.covers.iter().all(|covers| covers.len() == 13)), (39, true));
        let policy = Policy { lead_time: 1, review: 1 };
        let [low, high] = [0.5, 0.95].map(|level| past.replay(level, policy));
        assert!(low.filled < high.filled && low.held < high.held, "{low:?} {high:?}");
    }

    #[test]
    fn nobody_is_asked_about_what_it_has_taught() {
        let shop = shop(104);
        let mut other = shop.clone();
        // No origin knows the last four weeks, and who shares the product's fold has not learnt of them.
        other[5].quantity[100..].fill(40.0);
        let of_fold = |shop: &[DemandSeries]| -> Vec<Vec<(Step, Option<f64>)>> {
            let past = PastOrders::by_others(shop, Stretch::year(shop), &Options::default());
            past.covers.into_iter().skip(4).step_by(FOLDS).collect()
        };
        assert_eq!(of_fold(&shop), of_fold(&other));
    }
}
