//! Sentences about remedies for a rare class, compared: what each does, and what came of it.

mod page;

use super::{Lang, texts};
use dataset::Class;
use protocol::comparison::{Arm, Figure, Verdict};
use statistics::evaluation::PairedDifference;

texts! {
    arm_nothing: "Nothing", "Nada";
    arm_class_weights: "Class weights", "Pesos de clase";
    arm_oversampling: "Oversampling", "Sobremuestreo";
    arm_augmented: "Varied oversampling", "Sobremuestreo variado";
    arm_logits: "Logit adjustment", "Ajuste de logits";
    arm_gan: "Generated images", "Imágenes generadas";
    arm_gan_oversampling: "Half generated, half repeated", "Mitad generadas, mitad repetidas";
    arm_nothing_about: "The images as they are.", "Las imágenes tal como están.";
    arm_class_weights_about:
        "The rarer its class, the more an image counts in the loss.",
        "Cuanto más escasa es su clase, más cuenta una imagen en la pérdida.";
    arm_oversampling_about:
        "Images of the rare class are repeated until it has as many as the others.",
        "Las imágenes de la clase escasa se repiten hasta que tiene tantas como las demás.";
    arm_augmented_about:
        "The same, and the repeated images are mirrored and shifted.",
        "Lo mismo, y las imágenes repetidas se reflejan y se desplazan.";
    arm_logits_about:
        "In training, the logarithm of its frequency is added to each class's logit.",
        "Al entrenar, al logit de cada clase se le suma el logaritmo de su frecuencia.";
    arm_gan_about:
        "Images from a generator fill the class up.",
        "Las imágenes de un generador completan la clase.";
    arm_gan_oversampling_about:
        "Half of what is missing is generated, the other half repeated.",
        "La mitad de lo que falta se genera y la otra mitad se repite.";
    arm_drawn[n](): "{n} generated image." | "{n} generated images.", "{n} imagen generada." | "{n} imágenes generadas.";
    figure_macro_f1: "Macro F1", "F1 macro";
}

texts! {
    comparison_helps(arm: &str, class: &str, points: &str, low: &str, high: &str):
        "“{arm}” raised F1 of {class} by {points} points (95% interval {low} to {high}).",
        "Con «{arm}», el F1 de {class} subió {points} puntos (intervalo de confianza del 95\u{a0}%: de {low} a {high}).";
    comparison_no_gain(arm: &str, class: &str, points: &str, low: &str, high: &str):
        "No gain from the generator's images that these seeds can show: with “{arm}”, F1 of {class} changed by {points} points (95% interval {low} to {high}).",
        "Estas semillas no muestran que las imágenes del generador ayuden: con «{arm}», el F1 de {class} cambió {points} puntos (intervalo de confianza del 95\u{a0}%: de {low} a {high}).";
    comparison_hurts(arm: &str, class: &str, points: &str, low: &str, high: &str):
        "The generator's images made it worse: with “{arm}”, F1 of {class} changed by {points} points (95% interval {low} to {high}).",
        "Las imágenes del generador lo empeoraron: con «{arm}», el F1 de {class} cambió {points} puntos (intervalo de confianza del 95\u{a0}%: de {low} a {high}).";
    comparison_rival_more(rival: &str, points: &str):
        "“{rival}”, which needs no generator, did better: {points} points.",
        "«{rival}», que no necesita generador, logró más: {points} puntos.";
    comparison_rival_less(rival: &str, points: &str):
        "The best remedy without a generator, “{rival}”, did less: {points} points.",
        "El mejor remedio sin generador, «{rival}», logró menos: {points} puntos.";
    comparison_rival_undecided(rival: &str, points: &str):
        "The best remedy without a generator, “{rival}”, came to {points} points; these seeds cannot tell the two apart.",
        "El mejor remedio sin generador, «{rival}», llegó a {points} puntos; estas semillas no distinguen entre ambos.";
    comparison_waiting:
        "A conclusion needs at least two seeds of each remedy.",
        "Para concluir algo hacen falta al menos dos semillas de cada remedio.";

    comparison_seeds[n](): "{n} seed" | "{n} seeds", "{n} semilla" | "{n} semillas";
    comparison_basis[left](n: &str, part: &str, seeds: &str, class: &str):
        "Measured on {n} {part} images, means over {seeds}. {left} training image of {class} was left." | "Measured on {n} {part} images, means over {seeds}. {left} training images of {class} were left.",
        "Medido con {n} imágenes de {part}; medias de {seeds}. Quedaba {left} imagen de entrenamiento de {class}." | "Medido con {n} imágenes de {part}; medias de {seeds}. Quedaban {left} imágenes de entrenamiento de {class}.";
    comparison_crude:
        "The intervals come from resampling the differences between runs of the same seed (bootstrap). With fewer than about 20 seeds they are crude and too narrow, and they say nothing about other choices of training images.",
        "Los intervalos se obtienen remuestreando las diferencias entre ejecuciones de la misma semilla (bootstrap). Con menos de aproximadamente 20 semillas son toscos y demasiado estrechos, y no dicen nada de otras elecciones de imágenes de entrenamiento.";
    comparison_columns(class: &str):
        "Recall, precision and F1 are those of {class}; macro F1 is the mean over the ten classes. Below each mean: its gain over “Nothing” in points, with its 95% interval.",
        "Exhaustividad, precisión y F1 son las de {class}; el F1 macro es la media de las diez clases. Bajo cada media, su ganancia respecto a «Nada» en puntos, con su intervalo de confianza del 95\u{a0}%.";

    comparison_remedy: "Remedy", "Remedio";
    comparison_table: "Remedies with their figures", "Remedios y sus cifras";
    comparison_figure: "Figure in the charts", "Cifra de los gráficos";
    comparison_gain(points: &str, low: &str, high: &str): "{points} ({low} to {high})", "{points} (de {low} a {high})";
    comparison_gains(figure: &str): "Gain over “Nothing”: {figure}", "Ganancia respecto a «Nada»: {figure}";
    comparison_gains_axis: "points, with 95% interval", "puntos, con intervalo de confianza del 95\u{a0}%";
    comparison_gains_alt(list: &str):
        "Chart of the gain over “Nothing” in points, with 95% intervals: {list}.",
        "Gráfico de la ganancia respecto a «Nada» en puntos, con intervalos de confianza del 95\u{a0}%: {list}.";
    comparison_gains_none:
        "Gains appear once two seeds have ended.",
        "Las ganancias aparecen cuando han terminado dos semillas.";
    comparison_mean: "Mean", "Media";
    comparison_gain_short: "Gain, points", "Ganancia, puntos";
    comparison_curve(figure: &str):
        "By number of generated images: {figure}",
        "Según el número de imágenes generadas: {figure}";
    comparison_curve_x: "generated images", "imágenes generadas";
    comparison_curve_y: "gain, points", "ganancia, puntos";
    comparison_curve_line: "gain", "ganancia";
    comparison_zero: "nothing", "nada";
    comparison_curve_alt(list: &str):
        "Chart of the gain in points by number of generated images: {list}.",
        "Gráfico de la ganancia en puntos según el número de imágenes generadas: {list}.";
    comparison_curve_entry(drawn: &str, gain: &str): "with {drawn}, {gain}", "con {drawn}, {gain}";

    comparison_taken(class: &str): "What {class} is classified as", "Cómo se clasifica {class}";
    comparison_taken_note(class: &str, part: &str):
        "Shares of the {part} images of {class} over all seeds: with “Nothing”, and with another remedy beside it.",
        "Proporciones de las imágenes de {part} de {class}, con todas las semillas: con «Nada» y, al lado, con otro remedio.";
    comparison_beside: "Remedy beside it", "Remedio al lado";
    comparison_taken_axis: "of the images, %", "de las imágenes, %";
    comparison_taken_alt(class: &str, nothing: &str, arm: &str, share: &str):
        "Bar chart of what {class} is classified as: right in {nothing} with “Nothing”, in {share} with “{arm}”. The table below has every class.",
        "Gráfico de barras de cómo se clasifica {class}: acierta el {nothing} con «Nada» y el {share} con «{arm}». La tabla de abajo tiene todas las clases.";
}

/// A sentence about an arm: what it is called, the class, the gain in points and its interval.
type Told = fn(Lang, &str, &str, &str, &str, &str) -> String;

impl Lang {
    /// What a remedy is called.
    pub fn arm_name(self, arm: Arm) -> &'static str {
        match arm {
            Arm::Nothing => self.arm_nothing(),
            Arm::ClassWeights => self.arm_class_weights(),
            Arm::Oversampling => self.arm_oversampling(),
            Arm::AugmentedOversampling => self.arm_augmented(),
            Arm::LogitAdjustment => self.arm_logits(),
            Arm::Gan => self.arm_gan(),
            Arm::GanOversampling => self.arm_gan_oversampling(),
        }
    }

    /// What a remedy does, in a sentence.
    pub fn arm_about(self, arm: Arm) -> &'static str {
        match arm {
            Arm::Nothing => self.arm_nothing_about(),
            Arm::ClassWeights => self.arm_class_weights_about(),
            Arm::Oversampling => self.arm_oversampling_about(),
            Arm::AugmentedOversampling => self.arm_augmented_about(),
            Arm::LogitAdjustment => self.arm_logits_about(),
            Arm::Gan => self.arm_gan_about(),
            Arm::GanOversampling => self.arm_gan_oversampling_about(),
        }
    }

    /// What a figure that remedies are compared by is called.
    pub fn comparison_figure_name(self, figure: Figure) -> &'static str {
        match figure {
            Figure::Recall => self.evaluate_recall(),
            Figure::Precision => self.evaluate_precision(),
            Figure::F1 => self.evaluate_f1(),
            Figure::MacroF1 => self.figure_macro_f1(),
            Figure::Accuracy => self.evaluate_accuracy_title(),
        }
    }

    /// A gain in points with its interval: `+4.1 (+1.2 to +6.9)`.
    pub fn comparison_gain_of(self, gain: &PairedDifference) -> String {
        let [mean, low, high] = [gain.mean, gain.low, gain.high].map(|share| self.points(share));
        self.comparison_gain(&mean, &low, &high)
    }

    /// A difference of shares in points, with its sign.
    pub fn points(self, share: f64) -> String {
        self.signed_number(share * 100.0, 1)
    }

    /// What a comparison says of the generator's images, and of the best remedy without them.
    pub fn comparison_verdict(self, verdict: &Verdict, class: Class) -> String {
        const F1: usize = 2;
        let (arm, rival) = (self.arm_name(verdict.gan.arm), self.arm_name(verdict.rival.arm));
        let Some(gain) = verdict.gan.gains[F1] else { return String::new() };
        let told: Told = match verdict.helps {
            Some(true) => Self::comparison_helps,
            Some(false) => Self::comparison_hurts,
            None => Self::comparison_no_gain,
        };
        // What was raised needs no sign.
        let write = |share: f64| match verdict.helps {
            Some(true) => self.number(share * 100.0, 1),
            _ => self.points(share),
        };
        let [mean, low, high] = [gain.mean, gain.low, gain.high].map(write);
        let said = told(self, arm, self.class_name(class), &mean, &low, &high);
        let Some(other) = verdict.rival.gains[F1] else { return said };
        let other = self.points(other.mean);
        let beside = match verdict.against_rival {
            Some(PairedDifference { high, .. }) if high < 0.0 => {
                self.comparison_rival_more(rival, &other)
            }
            Some(PairedDifference { low, .. }) if low > 0.0 => {
                self.comparison_rival_less(rival, &other)
            }
            _ => self.comparison_rival_undecided(rival, &other),
        };
        format!("{said} {beside}")
    }
}

#[cfg(test)]
mod tests {
    use protocol::comparison::ArmSummary;

    use super::*;

    fn gain(low: f64, mean: f64, high: f64) -> PairedDifference {
        PairedDifference { mean, low, high, n: 10 }
    }

    fn summary(arm: Arm, gain: PairedDifference) -> ArmSummary {
        ArmSummary { arm, seeds: 10, drawn: 0.0, means: [0.5; 5], gains: [Some(gain); 5] }
    }

    fn verdict(
        helps: Option<bool>,
        own: PairedDifference,
        against: Option<PairedDifference>,
    ) -> Verdict {
        Verdict {
            gan: summary(Arm::Gan, own),
            rival: summary(Arm::LogitAdjustment, gain(0.07, 0.09, 0.11)),
            helps,
            against_rival: against,
        }
    }

    #[test]
    fn a_gain_is_told_beside_the_remedy_that_did_better() {
        let told = verdict(Some(true), gain(0.012, 0.041, 0.069), Some(gain(-0.08, -0.05, -0.02)));
        assert_eq!(
            Lang::En.comparison_verdict(&told, Class::Shirt),
            "“Generated images” raised F1 of Shirt by 4.1 points (95% interval 1.2 to 6.9). \
             “Logit adjustment”, which needs no generator, did better: +9.0 points."
        );
    }

    #[test]
    fn no_gain_and_a_loss_are_said_as_such() {
        let none = verdict(None, gain(-0.01, 0.004, 0.02), None);
        let said = Lang::En.comparison_verdict(&none, Class::Coat);
        assert!(said.starts_with("No gain from the generator's images"), "{said}");
        assert!(said.contains("+0.4 points (95% interval \u{2212}1.0 to +2.0)"), "{said}");
        assert!(said.ends_with("these seeds cannot tell the two apart."), "{said}");
        let worse = verdict(Some(false), gain(-0.04, -0.03, -0.01), Some(gain(0.01, 0.02, 0.03)));
        let said = Lang::Es.comparison_verdict(&worse, Class::Coat);
        assert!(said.contains("lo empeoraron") && said.contains("\u{2212}3,0 puntos"), "{said}");
        assert!(said.contains("logró menos"), "{said}");
    }

    #[test]
    fn every_remedy_has_a_name_of_its_own_and_an_explanation() {
        for lang in Lang::ALL {
            for texts in
                [Arm::ALL.map(|arm| lang.arm_name(arm)), Arm::ALL.map(|arm| lang.arm_about(arm))]
            {
                let mut sorted = texts;
                sorted.sort_unstable();
                assert!(sorted.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
            }
        }
    }
}
