//! From values to pixels along one axis. What is off the scale is drawn at its edge.

/// How values are spread along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Equal differences, equal lengths.
    Linear,
    /// Equal ratios, equal lengths; both ends are positive.
    Logarithmic,
}

/// An axis: which values it spans and between which pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// How values are spread.
    pub spread: Spread,
    /// First and last value.
    pub domain: (f64, f64),
    /// Where they are, in pixels.
    pub range: (f64, f64),
}

impl Scale {
    /// Where `value` is, in pixels; at the edge when it is off the scale, and at the far edge
    /// when it is not a number.
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        let value = if value.is_nan() { high } else { value.clamp(low, high) };
        let share = match self.spread {
            Spread::Linear => (value - low) / (high - low),
            Spread::Logarithmic => (value / low).ln() / (high / low).ln(),
        };
        self.range.0 + share * (self.range.1 - self.range.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_scale_spaces_differences_evenly() {
        let scale = Scale { spread: Spread::Linear, domain: (0.0, 1.0), range: (10.0, 110.0) };
        assert_eq!(scale.place(0.0), 10.0);
        assert_eq!(scale.place(0.25), 35.0);
        assert_eq!(scale.place(7.0), 110.0);
    }

    #[test]
    fn a_logarithmic_scale_spaces_ratios_evenly_and_may_run_upwards() {
        let scale = Scale { spread: Spread::Logarithmic, domain: (0.25, 4.0), range: (100.0, 0.0) };
        assert!((scale.place(1.0) - 50.0).abs() < 1e-9);
        assert!((scale.place(2.0) - 25.0).abs() < 1e-9);
        assert_eq!(scale.place(0.0), 100.0);
        assert_eq!(scale.place(f64::NAN), 0.0);
    }
}
