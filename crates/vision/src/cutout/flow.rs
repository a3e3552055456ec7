//! The least cut of a grid, by the maximum flow of Boykov and Kolmogorov (IEEE PAMI 26, 2004): two
//! trees grow from the terminals over edges that are not full, every path where they meet is filled,
//! and branches that lose their root are adopted again. Knows numbers, not pictures.

use std::collections::VecDeque;

/// Edges of a node, in an order in which the way back from direction `d` is `7 - d`.
pub(super) const DIRECTIONS: [(isize, isize); 8] =
    [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];

/// Directions that lead to nodes later in the grid: each edge once.
pub(super) const FORWARD: std::ops::Range<usize> = 4..8;

const TERMINAL: u8 = 8;
const ORPHAN: u8 = 9;

/// Which terminal a node hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tree {
    Free,
    Source,
    Sink,
}

/// A grid whose nodes have eight neighbours. A frame of nodes without edges goes round it, so that
/// no neighbour has to be checked for.
pub(super) struct Grid {
    width: usize,
    height: usize,
    offsets: [isize; 8],
    /// What each edge still takes, by node and direction.
    edges: Vec<[i32; 8]>,
    /// What the edge from the source (positive) or to the sink (negative) still takes.
    terminals: Vec<i32>,
    tree: Vec<Tree>,
    /// The direction to the parent, or one of the two marks above.
    parent: Vec<u8>,
    /// When a node's distance to its terminal was last known to be right, and that distance.
    stamp: Vec<u32>,
    distance: Vec<u32>,
    is_active: Vec<bool>,
    active: VecDeque<usize>,
    orphans: VecDeque<usize>,
    time: u32,
}

impl Grid {
    pub(super) fn new(width: usize, height: usize) -> Self {
        let stride = width as isize + 2;
        let count = (width + 2) * (height + 2);
        Self {
            width,
            height,
            offsets: DIRECTIONS.map(|(x, y)| y * stride + x),
            edges: vec![[0; 8]; count],
            terminals: vec![0; count],
            tree: vec![Tree::Free; count],
            parent: vec![ORPHAN; count],
            stamp: vec![0; count],
            distance: vec![0; count],
            is_active: vec![false; count],
            active: VecDeque::new(),
            orphans: VecDeque::new(),
            time: 0,
        }
    }

    fn node(&self, x: usize, y: usize) -> usize {
        (y + 1) * (self.width + 2) + x + 1
    }

    /// What it costs to cut a node off the source (positive), or off the sink (negative).
    pub(super) fn set_terminal(&mut self, x: usize, y: usize, cost: i32) {
        let node = self.node(x, y);
        self.terminals[node] = cost;
    }

    /// What it costs to part a node and its neighbour in a direction, either way.
    pub(super) fn set_edge(&mut self, x: usize, y: usize, direction: usize, cost: i32) {
        let node = self.node(x, y);
        let neighbour = self.neighbour(node, direction);
        self.edges[node][direction] = cost;
        self.edges[neighbour][7 - direction] = cost;
    }

    fn neighbour(&self, node: usize, direction: usize) -> usize {
        node.wrapping_add_signed(self.offsets[direction])
    }

    /// Whether each node, row by row, is on the source's side of the least cut.
    pub(super) fn cut(mut self) -> Vec<bool> {
        for node in 0..self.terminals.len() {
            let tree = match self.terminals[node].signum() {
                0 => continue,
                1 => Tree::Source,
                _ => Tree::Sink,
            };
            self.tree[node] = tree;
            self.parent[node] = TERMINAL;
            self.distance[node] = 1;
            self.activate(node);
        }
        while let Some(node) = self.active.pop_front() {
            self.is_active[node] = false;
            while let Some((source_end, direction)) = self.grow(node) {
                self.time += 1;
                self.augment(source_end, direction);
                self.adopt();
            }
        }
        let nodes = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        nodes.map(|(x, y)| self.tree[self.node(x, y)] == Tree::Source).collect()
    }

    fn activate(&mut self, node: usize) {
        if !self.is_active[node] {
            self.is_active[node] = true;
            self.active.push_back(node);
        }
    }

    /// What the edge that leads from a parent's side to a child's takes, seen from the child: with
    /// the flow in the source's tree, against it in the sink's.
    fn residual_from_parent(&self, child: usize, direction: usize, tree: Tree) -> i32 {
        if tree == Tree::Source {
            self.edges[self.neighbour(child, direction)][7 - direction]
        } else {
            self.edges[child][direction]
        }
    }

    /// Takes in free neighbours. Where the other tree is met: the node on the source's side and the
    /// direction to the one on the sink's.
    fn grow(&mut self, node: usize) -> Option<(usize, usize)> {
        let tree = self.tree[node];
        if tree == Tree::Free {
            return None;
        }
        for direction in 0..8 {
            let neighbour = self.neighbour(node, direction);
            if self.residual_from_parent(neighbour, 7 - direction, tree) == 0 {
                continue;
            }
            if self.tree[neighbour] == Tree::Free {
                self.tree[neighbour] = tree;
                self.adopt_by(neighbour, 7 - direction, node);
                self.activate(neighbour);
            } else if self.tree[neighbour] == tree {
                let is_nearer = self.stamp[neighbour] <= self.stamp[node]
                    && self.distance[neighbour] > self.distance[node] + 1;
                if is_nearer {
                    self.adopt_by(neighbour, 7 - direction, node);
                }
            } else if tree == Tree::Source {
                return Some((node, direction));
            } else {
                return Some((neighbour, 7 - direction));
            }
        }
        None
    }

    fn adopt_by(&mut self, child: usize, direction: usize, parent: usize) {
        self.parent[child] = direction as u8;
        self.stamp[child] = self.stamp[parent];
        self.distance[child] = self.distance[parent] + 1;
    }

    /// Fills the path through an edge between the trees.
    fn augment(&mut self, source_end: usize, direction: usize) {
        let sink_end = self.neighbour(source_end, direction);
        let most = self.edges[source_end][direction]
            .min(self.room(source_end, Tree::Source))
            .min(self.room(sink_end, Tree::Sink));
        self.edges[source_end][direction] -= most;
        self.edges[sink_end][7 - direction] += most;
        self.fill(source_end, Tree::Source, most);
        self.fill(sink_end, Tree::Sink, most);
    }

    /// The least that an edge from a node to its terminal still takes.
    fn room(&self, mut node: usize, tree: Tree) -> i32 {
        let mut least = i32::MAX;
        while self.parent[node] != TERMINAL {
            let direction = usize::from(self.parent[node]);
            least = least.min(self.residual_from_parent(node, direction, tree));
            node = self.neighbour(node, direction);
        }
        least.min(self.terminals[node].abs())
    }

    /// Sends a flow along the path to the terminal; nodes whose edge is full become orphans.
    fn fill(&mut self, mut node: usize, tree: Tree, flow: i32) {
        while self.parent[node] != TERMINAL {
            let direction = usize::from(self.parent[node]);
            let parent = self.neighbour(node, direction);
            let signed = if tree == Tree::Source { flow } else { -flow };
            self.edges[parent][7 - direction] -= signed;
            self.edges[node][direction] += signed;
            if self.residual_from_parent(node, direction, tree) == 0 {
                self.orphan(node);
            }
            node = parent;
        }
        self.terminals[node] -= flow * self.terminals[node].signum();
        if self.terminals[node] == 0 {
            self.orphan(node);
        }
    }

    fn orphan(&mut self, node: usize) {
        self.parent[node] = ORPHAN;
        self.orphans.push_back(node);
    }

    /// Finds every orphan the nearest parent in its tree, or sets it free with its children orphaned.
    fn adopt(&mut self) {
        while let Some(node) = self.orphans.pop_front() {
            let tree = self.tree[node];
            let mut nearest: Option<(u32, usize)> = None;
            for direction in 0..8 {
                let neighbour = self.neighbour(node, direction);
                if self.tree[neighbour] != tree
                    || self.residual_from_parent(node, direction, tree) == 0
                {
                    continue;
                }
                if let Some(distance) = self.distance_to_terminal(neighbour)
                    && nearest.is_none_or(|(least, _)| distance < least)
                {
                    nearest = Some((distance, direction));
                }
            }
            if let Some((distance, direction)) = nearest {
                self.parent[node] = direction as u8;
                self.stamp[node] = self.time;
                self.distance[node] = distance + 1;
                continue;
            }
            for direction in 0..8 {
                let neighbour = self.neighbour(node, direction);
                if self.tree[neighbour] != tree {
                    continue;
                }
                if self.residual_from_parent(node, direction, tree) > 0 {
                    self.activate(neighbour);
                }
                if usize::from(self.parent[neighbour]) == 7 - direction {
                    self.orphan(neighbour);
                }
            }
            self.tree[node] = Tree::Free;
        }
    }

    /// Edges from a node to its terminal, none where the way ends at an orphan. What is found is
    /// remembered until the next path.
    fn distance_to_terminal(&mut self, node: usize) -> Option<u32> {
        let (mut at, mut steps) = (node, 0);
        let found = loop {
            if self.stamp[at] == self.time {
                break self.distance[at] + steps;
            }
            match self.parent[at] {
                TERMINAL => break steps + 1,
                ORPHAN => return None,
                direction => at = self.neighbour(at, usize::from(direction)),
            }
            steps += 1;
        };
        let (mut at, mut distance) = (node, found);
        while self.stamp[at] != self.time {
            self.stamp[at] = self.time;
            self.distance[at] = distance;
            if self.parent[at] == TERMINAL {
                break;
            }
            at = self.neighbour(at, usize::from(self.parent[at]));
            distance -= 1;
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use random::Rng;

    use super::*;

    /// The cost of a labelling: terminals cut off and neighbours parted.
    fn cost(terminals: &[i32], edges: &[(usize, usize, i32)], is_source: &[bool]) -> i64 {
        let cut_off = terminals.iter().zip(is_source).map(|(&cost, &is_source)| {
            if (cost > 0) == is_source { 0 } else { i64::from(cost.abs()) }
        });
        let parted = edges.iter().filter(|(a, b, _)| is_source[*a] != is_source[*b]);
        cut_off.sum::<i64>() + parted.map(|&(_, _, cost)| i64::from(cost)).sum::<i64>()
    }

    fn random_grid(
        width: usize,
        height: usize,
        seed: u64,
    ) -> (Grid, Vec<i32>, Vec<(usize, usize, i32)>) {
        let mut rng = Rng::new(seed);
        let mut grid = Grid::new(width, height);
        let (mut terminals, mut edges) = (Vec::new(), Vec::new());
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let terminal = rng.below(41) as i32 - 20;
            grid.set_terminal(x, y, terminal);
            terminals.push(terminal);
            for direction in FORWARD {
                let (dx, dy) = DIRECTIONS[direction];
                let (to_x, to_y) = (x.wrapping_add_signed(dx), y.wrapping_add_signed(dy));
                if to_x < width && to_y < height {
                    let cost = rng.below(12) as i32;
                    grid.set_edge(x, y, direction, cost);
                    edges.push((y * width + x, to_y * width + to_x, cost));
                }
            }
        }
        (grid, terminals, edges)
    }

    #[test]
    fn the_cut_is_the_cheapest_of_all_labellings() {
        for seed in 0..200 {
            let (width, height) = (3 + seed as usize % 2, 3);
            let (grid, terminals, edges) = random_grid(width, height, seed);
            let found = cost(&terminals, &edges, &grid.cut());
            let least = (0..1_u32 << (width * height))
                .map(|bits| {
                    let label: Vec<bool> =
                        (0..width * height).map(|i| bits >> i & 1 == 1).collect();
                    cost(&terminals, &edges, &label)
                })
                .min();
            assert_eq!(Some(found), least, "seed {seed}");
        }
    }

    #[test]
    fn no_single_change_makes_the_cut_of_a_large_grid_cheaper() {
        let (grid, terminals, edges) = random_grid(40, 30, 7);
        let cut = grid.cut();
        let least = cost(&terminals, &edges, &cut);
        for node in 0..cut.len() {
            let mut other = cut.clone();
            other[node] = !other[node];
            assert!(cost(&terminals, &edges, &other) >= least, "node {node}");
        }
    }
}
