//! How far apart two words are: in edits, fast, and in what the likely slips of a hand cost.

/// A typed word, ready to be held against many others.
#[derive(Debug)]
pub(super) struct Typed {
    letters: Vec<char>,
    /// For each letter of ASCII and of Arabic, where it stands in the word, a bit each.
    places: [u64; 256],
    /// The same for letters of other scripts.
    others: Vec<(char, u64)>,
}

impl Typed {
    /// `None` for what is too long to be a word.
    pub(super) fn new(word: &str) -> Option<Self> {
        let letters: Vec<char> = word.chars().collect();
        if letters.is_empty() || letters.len() > 64 {
            return None;
        }
        let mut typed = Self { letters: Vec::new(), places: [0; 256], others: Vec::new() };
        for (place, letter) in letters.iter().enumerate() {
            match slot(*letter) {
                Some(slot) => typed.places[slot] |= 1 << place,
                None => typed.others.push((*letter, 1 << place)),
            }
        }
        Some(Self { letters, ..typed })
    }

    /// How many letters it has.
    pub(super) fn length(&self) -> usize {
        self.letters.len()
    }

    fn places_of(&self, letter: char) -> u64 {
        match slot(letter) {
            Some(slot) => self.places[slot],
            None => {
                self.others.iter().filter(|other| other.0 == letter).fold(0, |bits, other| bits | other.1)
            }
        }
    }

    /// The number of edits between it and `word`, by Damerau's measure (optimal string alignment).
    ///
    /// A column of the table at a time in the bits of one number: Hyyrö, "A bit-vector
    /// algorithm for computing Levenshtein and Damerau edit distances", 2003.
    pub(super) fn edits_to(&self, word: &str) -> usize {
        let last = 1_u64 << (self.letters.len() - 1);
        let (mut up, mut down, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut edits = self.letters.len();
        for letter in word.chars() {
            let here = self.places_of(letter);
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & up).wrapping_add(up) ^ up) | here | down | swapped;
            let (more, fewer) = (down | !(diagonal | up), diagonal & up);
            edits += usize::from(more & last != 0);
            edits -= usize::from(fewer & last != 0);
            let (more, fewer) = (more << 1 | 1, fewer << 1);
            (up, down) = (fewer | !(diagonal | more), more & diagonal);
            before = here;
        }
        edits
    }

    /// What turning it into `word` costs; `None` above `limit` edits and for the word itself.
    pub(super) fn cost_of(&self, word: &str, limit: usize) -> Option<f32> {
        let edits = self.edits_to(word);
        if edits == 0 || edits > limit {
            return None;
        }
        edit_cost(&self.letters, word, limit as f32)
    }
}

fn slot(letter: char) -> Option<usize> {
    match letter as u32 {
        code @ 0..=0x7f => Some(code as usize),
        code @ 0x600..=0x67f => Some((code - 0x600 + 0x80) as usize),
        _ => None,
    }
}

/// The cost of turning what was typed into `word`, `None` above `limit` edits.
///
/// Damerau's edits (optimal string alignment); an edit between neighbours on the
/// keyboard, of a vowel, of a doubled letter or by swapping costs less than a full one.
fn edit_cost(typed: &[char], word: &str, limit: f32) -> Option<f32> {
    let word: smallvec::SmallVec<[char; 32]> = word.chars().collect();
    let width = word.len() + 1;
    let mut rows: smallvec::SmallVec<[(u8, f32); 128]> = smallvec::smallvec![(0, 0.0); width * 3];
    for (column, cell) in rows.iter_mut().take(width).enumerate() {
        *cell = (column as u8, column as f32);
    }
    for row in 1..=typed.len() {
        let (before, this, earlier) = ((row + 2) % 3 * width, row % 3 * width, (row + 1) % 3 * width);
        rows[this] = (row as u8, row as f32);
        let mut least = rows[this].0;
        for column in 1..width {
            let (one, other) = (typed[row - 1], word[column - 1]);
            let add = |cell: (u8, f32), cost: f32| (cell.0 + 1, cell.1 + cost);
            let mut best = if one == other {
                rows[before + column - 1]
            } else {
                add(rows[before + column - 1], substitution(one, other))
            };
            let doubled = |list: &[char], at: usize| at > 0 && list[at] == list[at - 1];
            let delete = add(rows[before + column], if doubled(typed, row - 1) { 0.5 } else { 0.95 });
            let insert = add(rows[this + column - 1], if doubled(&word, column - 1) { 0.5 } else { 0.9 });
            for other in [delete, insert] {
                if (other.0, other.1) < (best.0, best.1) {
                    best = other;
                }
            }
            if row > 1 && column > 1 && one == word[column - 2] && typed[row - 2] == other {
                let swapped = add(rows[earlier + column - 2], 0.7);
                if (swapped.0, swapped.1) < (best.0, best.1) {
                    best = swapped;
                }
            }
            rows[this + column] = best;
            least = least.min(best.0);
        }
        if f32::from(least) > limit {
            return None;
        }
    }
    let (edits, cost) = rows[typed.len() % 3 * width + word.len()];
    let first_differs = typed.first() != word.first();
    (f32::from(edits) <= limit && edits > 0).then_some(cost + if first_differs { 0.3 } else { 0.0 })
}

/// The price of one letter for another.
fn substitution(one: char, other: char) -> f32 {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ا' | 'و' | 'ي');
    let pair = if one < other { (one, other) } else { (other, one) };
    let alike = matches!(
        pair,
        ('c', 'k' | 's' | 'q')
            | ('k', 'q')
            | ('f', 'v')
            | ('s', 'z')
            | ('g', 'j')
            | ('i', 'y')
            | ('ت', 'ط')
            | ('س', 'ص')
            | ('د', 'ض')
            | ('ذ', 'ظ')
            | ('ق', 'ك')
            | ('ه', 'ح')
            | ('ب', 'ف')
    );
    if alike || (vowel(one) && vowel(other)) {
        0.7
    } else if near_on_keyboard(one, other) {
        0.8
    } else {
        1.0
    }
}

/// Whether two letters are neighbours on QWERTY, AZERTY or the Arabic keyboard.
fn near_on_keyboard(one: char, other: char) -> bool {
    const ROWS: [&str; 9] = [
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "azertyuiop",
        "qsdfghjklm",
        "wxcvbn",
        "ضصثقفغعهخحجد",
        "شسيبلاتنمكط",
        "ئءؤرىةوزظ",
    ];
    ROWS.iter().any(|row| {
        let place = |wanted: char| row.chars().position(|letter| letter == wanted);
        matches!((place(one), place(other)), (Some(one), Some(other)) if one.abs_diff(other) == 1)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The whole table of optimal string alignment.
    fn table(one: &[char], other: &[char]) -> usize {
        let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
        for row in 0..=one.len() {
            for column in 0..=other.len() {
                if row == 0 || column == 0 {
                    table[row][column] = row + column;
                    continue;
                }
                let differs = usize::from(one[row - 1] != other[column - 1]);
                let mut best = (table[row - 1][column - 1] + differs)
                    .min(table[row - 1][column] + 1)
                    .min(table[row][column - 1] + 1);
                if row > 1
                    && column > 1
                    && one[row - 1] == other[column - 2]
                    && one[row - 2] == other[column - 1]
                {
                    best = best.min(table[row - 2][column - 2] + 1);
                }
                table[row][column] = best;
            }
        }
        table[one.len()][other.len()]
    }

    proptest! {
        #[test]
        fn edits_are_those_of_the_whole_table(one in "[abcéقفل]{1,12}", other in "[abcéقفل]{0,12}") {
            let letters = |word: &str| word.chars().collect::<Vec<char>>();
            let edits = table(&letters(&one), &letters(&other));
            let typed = Typed::new(&one).unwrap();
            prop_assert_eq!(typed.edits_to(&other), edits);
            prop_assert_eq!(typed.cost_of(&other, 2).is_some(), (1..=2).contains(&edits));
        }
    }
}
