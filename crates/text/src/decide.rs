//! Sentences of the page on decisions: probes, presets, and what a quality check found.

mod page;

use super::{Lang, texts};
use dataset::Class;
use policy::quality::{Measure, Outlier, Side};
use statistics::selection::{Preset, Rule};
use vision::probe_images::Probe;

texts! {
    probe_blank: "Blank", "Gris uniforme";
    probe_uniform_noise: "Uniform noise", "Ruido uniforme";
    probe_gaussian_noise: "Gaussian noise", "Ruido gaussiano";
    probe_salt_and_pepper: "Salt and pepper", "Sal y pimienta";
    probe_inverted: "Inverted garment", "Prenda en negativo";
    probe_rotated_90: "Garment on its side", "Prenda de lado";
    probe_rotated_180: "Garment upside down", "Prenda cabeza abajo";
    probe_rotated_45: "Tilted garment", "Prenda inclinada";
    probe_digit: "Digit", "Dígito";
    probe_stripes: "Stripes", "Rayas";

    preset_strict: "Strict", "Estricto";
    preset_balanced: "Balanced", "Equilibrado";
    preset_permissive: "Permissive", "Permisivo";
    preset_rule_text(rejects: &str, risk: &str):
        "Rejects at most {rejects} of the correct predictions; among the accepted, mistakes are at most {risk} as frequent as without thresholds.",
        "Rechaza como máximo el {rejects} de las predicciones correctas; entre las aceptadas, la tasa de error es como máximo el {risk} de la que hay sin umbrales.";

    outlier_error_high(value: &str, limit: &str, class: &str):
        "the reconstruction error {value} is above the limit {limit} for {class}",
        "el error de reconstrucción {value} supera el límite {limit} de {class}";
    outlier_error_low(value: &str, limit: &str, class: &str):
        "the reconstruction error {value} is below {limit}, unusually low for {class}",
        "el error de reconstrucción {value} es menor que {limit}, inusualmente bajo para {class}";
    outlier_relative_high(value: &str, limit: &str, class: &str):
        "the reconstruction error is {value} of the image's detail, above the limit {limit} for {class}",
        "el error de reconstrucción es el {value} del detalle de la imagen y supera el límite del {limit} de {class}";
    outlier_relative_low(value: &str, limit: &str, class: &str):
        "the reconstruction error is only {value} of the image's detail, below {limit}, unusually low for {class}",
        "el error de reconstrucción es solo el {value} del detalle de la imagen, menos del {limit}, inusualmente bajo para {class}";
    sparse_images_why:
        "The squared error of an image can hardly exceed the light in it. A digit has little light and a black frame has none, so they can pass a limit that was set for garments however badly they are reconstructed. When the error is compared with the image's own detail, that is, the differences between neighbouring pixels, they stand out. And both measures have a lower limit: what is easier to reconstruct than any garment is not a garment either.",
        "El error cuadrático de una imagen apenas puede superar la luz que contiene. Un dígito tiene poca luz y un cuadro negro ninguna, así que pueden pasar un límite pensado para prendas por mal que se reconstruyan. Si el error se compara con el detalle de la propia imagen, es decir, con las diferencias entre píxeles vecinos, saltan a la vista. Y ambas medidas tienen un límite inferior: lo que se reconstruye con más facilidad que cualquier prenda tampoco es una prenda.";
}

impl Lang {
    /// The name of a kind of probe.
    pub fn probe(self, probe: Probe) -> &'static str {
        match probe {
            Probe::Blank => self.probe_blank(),
            Probe::UniformNoise => self.probe_uniform_noise(),
            Probe::GaussianNoise => self.probe_gaussian_noise(),
            Probe::SaltAndPepper => self.probe_salt_and_pepper(),
            Probe::Inverted => self.probe_inverted(),
            Probe::Rotated90 => self.probe_rotated_90(),
            Probe::Rotated180 => self.probe_rotated_180(),
            Probe::Rotated45 => self.probe_rotated_45(),
            Probe::Digit => self.probe_digit(),
            Probe::Stripes => self.probe_stripes(),
        }
    }

    /// The name of a preset.
    pub fn selection_preset(self, preset: Preset) -> &'static str {
        match preset {
            Preset::Strict => self.preset_strict(),
            Preset::Balanced => self.preset_balanced(),
            Preset::Permissive => self.preset_permissive(),
        }
    }

    /// What a preset's rule asks, in words.
    pub fn preset_rule(self, rule: Rule) -> String {
        let (rejects, risk) = (self.percent(rule.false_reject_share, 1), rule.risk_share);
        self.preset_rule_text(&rejects, &self.percent(risk, 0))
    }

    /// Why a quality check does not take an image for typical of a class, as the beginning or the
    /// middle of a sentence.
    pub fn outlier(self, outlier: Outlier, class: Class) -> String {
        let class = self.class_name(class);
        let (value, limit) = (f64::from(outlier.value), f64::from(outlier.limit));
        let [plain, plain_limit] = [value, limit].map(|value| self.number(value, 4));
        let [share, share_limit] = [value, limit].map(|value| self.percent(value, 1));
        match (outlier.measure, outlier.side) {
            (Measure::Error, Side::High) => self.outlier_error_high(&plain, &plain_limit, class),
            (Measure::Error, Side::Low) => self.outlier_error_low(&plain, &plain_limit, class),
            (Measure::Relative, Side::High) => {
                self.outlier_relative_high(&share, &share_limit, class)
            }
            (Measure::Relative, Side::Low) => {
                self.outlier_relative_low(&share, &share_limit, class)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlier_says_what_was_found_and_which_limit_it_passed() {
        let outlier =
            Outlier { measure: Measure::Relative, side: Side::High, value: 1.03, limit: 0.25 };
        assert_eq!(
            Lang::En.outlier(outlier, Class::Bag),
            "the reconstruction error is 103.0% of the image's detail, above the limit 25.0% for Bag"
        );
        let outlier =
            Outlier { measure: Measure::Error, side: Side::Low, value: 0.0001, limit: 0.002 };
        assert_eq!(
            Lang::Es.outlier(outlier, Class::Bag),
            "el error de reconstrucción 0,0001 es menor que 0,0020, inusualmente bajo para Bolso"
        );
    }

    #[test]
    fn every_probe_has_a_name_of_its_own_in_each_language() {
        for lang in Lang::ALL {
            let names: std::collections::BTreeSet<_> =
                Probe::ALL.iter().map(|&probe| lang.probe(probe)).collect();
            assert_eq!(names.len(), Probe::ALL.len());
        }
        assert_ne!(
            Lang::Es.selection_preset(Preset::Strict),
            Lang::En.selection_preset(Preset::Strict)
        );
    }
}
