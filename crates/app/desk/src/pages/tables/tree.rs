//! The tree of categories as a list in its order, and where a category may step from its place.

use catalogue::{CategoryAtDesk, CategoryId, CategoryPlace};

/// A category at its place.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) category: &'a CategoryAtDesk,
    /// Products in it and in those within it: as many as a list of it holds.
    pub(super) products: u64,
    /// How many hold it.
    pub(super) depth: usize,
    parent: Option<CategoryId>,
    before: Option<CategoryId>,
    after: Option<CategoryId>,
}

/// All categories, each behind the one that holds it.
pub(super) fn in_order(categories: &[CategoryAtDesk]) -> Vec<Node<'_>> {
    fn walk<'a>(
        all: &'a [CategoryAtDesk],
        parent: Option<CategoryId>,
        depth: usize,
        nodes: &mut Vec<Node<'a>>,
    ) {
        let siblings: Vec<&CategoryAtDesk> =
            all.iter().filter(|one| one.category.parent_id == parent).collect();
        for (place, category) in siblings.iter().enumerate() {
            let id_at = |place: usize| siblings.get(place).map(|one| one.category.id);
            nodes.push(Node {
                category,
                products: category.products,
                depth,
                parent,
                before: place.checked_sub(1).and_then(id_at),
                after: id_at(place + 1),
            });
            let place = nodes.len() - 1;
            walk(all, Some(category.category.id), depth + 1, nodes);
            let children = nodes[place + 1..].iter().filter(|node| node.depth == depth + 1);
            nodes[place].products += children.map(|node| node.products).sum::<u64>();
        }
    }
    let mut nodes = Vec::with_capacity(categories.len());
    walk(categories, None, 0, &mut nodes);
    nodes
}

impl Node<'_> {
    /// Where a step leads; `None` where there is no further.
    pub(super) fn step(&self, step: &str) -> Option<CategoryPlace> {
        match step {
            "up" => self.before.map(CategoryPlace::Before),
            "down" => self.after.map(CategoryPlace::After),
            "in" => self.before.map(|before| CategoryPlace::Into(Some(before))),
            "out" => self.parent.map(CategoryPlace::After),
            _ => None,
        }
    }
}

/// A place as a script names it: "before:ID", "after:ID", "into:ID", "into:".
pub(super) fn read_place(text: &str) -> Option<CategoryPlace> {
    let (place, id) = text.split_once(':')?;
    match place {
        "before" => Some(CategoryPlace::Before(id.parse().ok()?)),
        "after" => Some(CategoryPlace::After(id.parse().ok()?)),
        "into" if id.is_empty() => Some(CategoryPlace::Into(None)),
        "into" => Some(CategoryPlace::Into(Some(id.parse().ok()?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Category;
    use kernel::{Clock, Locale, LocalizedText};

    use super::*;

    #[test]
    fn a_category_steps_among_its_siblings_into_the_one_before_and_out() {
        let clock = Clock::frozen(chrono::DateTime::UNIX_EPOCH);
        let mut all: Vec<CategoryAtDesk> = Vec::new();
        for (number, parent) in [(0, None), (1, None), (2, Some(0)), (3, Some(0))] {
            let parent_id = parent.map(|place: usize| all[place].category.id);
            let category = Category {
                id: CategoryId::new(&clock),
                number,
                parent_id,
                slug: number.to_string(),
                names: LocalizedText::in_locale(Locale::Fr, "x"),
                position: number as i32,
                drawing: None,
            };
            all.push(CategoryAtDesk { category, products: u64::from(number) + 1 });
        }
        let nodes = in_order(&all);
        let order: Vec<(&str, usize)> =
            nodes.iter().map(|node| (node.category.category.slug.as_str(), node.depth)).collect();
        assert_eq!(order, [("0", 0), ("2", 1), ("3", 1), ("1", 0)]);
        let products: Vec<u64> = nodes.iter().map(|node| node.products).collect();
        assert_eq!(products, [1 + 3 + 4, 3, 4, 2]);
        let id = |place: usize| all[place].category.id;
        assert_eq!(nodes[0].step("up"), None);
        assert_eq!(nodes[0].step("down"), Some(CategoryPlace::After(id(1))));
        assert_eq!(nodes[2].step("in"), Some(CategoryPlace::Into(Some(id(2)))));
        assert_eq!(nodes[2].step("out"), Some(CategoryPlace::After(id(0))));
        assert_eq!(nodes[3].step("out"), None);
        assert_eq!(
            read_place(&format!("into:{}", id(1))),
            nodes[3].before.map(|_| CategoryPlace::Into(Some(id(1))))
        );
        assert_eq!(read_place("into:"), Some(CategoryPlace::Into(None)));
        assert_eq!(read_place("over:1"), None);
    }
}
