//! The rules by which forecasts become proposals; the owner edits them.

use serde::{Deserialize, Serialize};

use crate::{OrionError, Policy};

/// What the owner wants to hear of, and how safe they want to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The share of demand that stock shall meet, in percent: 50 to 99.
    pub service_percent: u32,
    /// From an order to its delivery: 0 to 84.
    pub lead_time_days: u32,
    /// Between two orders: 1 to 28.
    pub review_days: u32,
    /// A spike is a forecast of so many percent of the average.
    pub spike_percent: u32,
    /// A decline is a forecast of so many percent of it.
    pub decline_percent: u32,
    /// Dead is what nobody bought for so many weeks.
    pub dead_weeks: u32,
    /// Money that lies in stock is told of from here on, in minor units.
    pub idle_money_minor: i64,
    /// Too much is what lasts for so many weeks.
    pub overstock_weeks: u32,
    /// A season is so many percent of the year's average.
    pub season_percent: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            service_percent: 90,
            lead_time_days: 14,
            review_days: 7,
            spike_percent: 180,
            decline_percent: 50,
            dead_weeks: 26,
            idle_money_minor: 50_000,
            overstock_weeks: 52,
            season_percent: 140,
        }
    }
}

impl Rules {
    /// Weeks from this order to the delivery of the next one: what stock has to last for.
    pub fn weeks_to_cover(&self) -> usize {
        (self.lead_time_days + self.review_days).div_ceil(7).max(1) as usize
    }

    /// How stock is ordered, in weeks. Together they last as long as an order must cover, however their days fall into
    /// weeks.
    pub(crate) fn policy(&self) -> Policy {
        let review = (self.review_days.div_ceil(7) as usize).max(1);
        Policy { lead_time: self.weeks_to_cover().saturating_sub(review), review }
    }

    /// Refuses rules that nothing could follow.
    ///
    /// # Errors
    /// [`OrionError::WrongRule`] names the first.
    pub fn check(&self) -> Result<(), OrionError> {
        let ranges = [
            ("service_percent", self.service_percent, 50, 99),
            ("lead_time_days", self.lead_time_days, 0, 84),
            ("review_days", self.review_days, 1, 28),
            ("spike_percent", self.spike_percent, 110, 1_000),
            ("decline_percent", self.decline_percent, 1, 90),
            ("dead_weeks", self.dead_weeks, 4, 260),
            ("overstock_weeks", self.overstock_weeks, 4, 520),
            ("season_percent", self.season_percent, 110, 1_000),
        ];
        for (rule, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                return Err(OrionError::WrongRule { rule, least, most });
            }
        }
        if self.idle_money_minor < 0 {
            return Err(OrionError::WrongRule { rule: "idle_money_minor", least: 0, most: u32::MAX });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_time_and_review_last_as_long_as_an_order_must_cover() {
        for (lead_time_days, review_days, lead_time, review) in
            [(14, 7, 2, 1), (3, 3, 0, 1), (10, 3, 1, 1), (0, 1, 0, 1), (30, 28, 5, 4)]
        {
            let rules = Rules { lead_time_days, review_days, ..Rules::default() };
            assert_eq!(rules.policy(), Policy { lead_time, review });
            assert_eq!(lead_time + review, rules.weeks_to_cover());
        }
    }
}
