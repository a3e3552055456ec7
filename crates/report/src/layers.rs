//! The networks' layers with their shapes and parameters, for the diagrams. The arithmetic is that of `ml`; a test
//! holds the sums to the model card's counts.

use dataset::CLASSES;
use protocol::run::ClassifierShape;
use text::Lang;

/// Side of an image, after one pooling and after two.
const SIDES: [usize; 3] = [28, 14, 7];
/// Channels of the autoencoder's convolutions.
const AUTOENCODER: [usize; 2] = [16, 32];
/// Widths of its dense layers beside the code, and of the code.
const AUTOENCODER_DENSE: [usize; 2] = [64, 16];
/// Width of the generator's code, and the channels of its maps.
const GENERATOR: [usize; 3] = [64, 128, 64];

/// Numbers a channel of a normalisation: scale and shift, and its running mean and variance, which the model card
/// counts among the parameters.
const NORMALISATION: usize = 4;

/// A layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What it is, a line each.
    pub names: Vec<String>,
    /// The shape of what it gives.
    pub shape: String,
    /// Its parameters.
    pub parameters: usize,
}

fn layer(names: Vec<String>, shape: String, parameters: usize) -> Layer {
    Layer { names, shape, parameters }
}

fn maps(channels: usize, side: usize) -> String {
    format!("{channels}×{side}×{side}")
}

/// A classifier's layers.
pub fn classifier(shape: &ClassifierShape, lang: Lang) -> Vec<Layer> {
    let [first, second] = shape.channels.map(usize::from);
    let dense = usize::from(shape.dense);
    let convolution = |from: usize, to: usize, side: usize| {
        let mut names = vec![
            lang.report_layer_convolution().to_owned() + " 3×3",
            "ReLU".to_owned(),
            lang.report_layer_pooling().to_owned(),
        ];
        let mut parameters = from * to * 9;
        if shape.is_normalised {
            names.push(lang.report_layer_norm().to_owned());
            parameters += NORMALISATION * to;
        } else {
            parameters += to;
        }
        layer(names, maps(to, side), parameters)
    };
    let dropout = |share: f32| lang.report_layer_dropout(&lang.percent(share.into(), 0));
    let flat = second * SIDES[2] * SIDES[2];
    vec![
        layer(vec![lang.report_layer_input().to_owned()], maps(1, SIDES[0]), 0),
        convolution(1, first, SIDES[1]),
        convolution(first, second, SIDES[2]),
        layer(
            vec![
                dropout(shape.dropout[0]),
                lang.report_layer_dense().to_owned(),
                "ReLU".to_owned(),
            ],
            dense.to_string(),
            flat * dense + dense,
        ),
        layer(
            vec![dropout(shape.dropout[1]), lang.report_layer_softmax().to_owned()],
            CLASSES.to_string(),
            dense * CLASSES + CLASSES,
        ),
    ]
}

/// The autoencoder's layers.
pub fn autoencoder(lang: Lang) -> Vec<Layer> {
    let [first, second] = AUTOENCODER;
    let [wide, code] = AUTOENCODER_DENSE;
    let flat = second * SIDES[2] * SIDES[2];
    let down = |from: usize, to: usize, side: usize| {
        let names = [lang.report_layer_convolution(), "4×4 / 2", "ReLU"].map(str::to_owned);
        layer(names.to_vec(), maps(to, side), from * to * 16 + to)
    };
    let dense = |from: usize, to: usize| {
        let name = lang.report_layer_dense().to_owned();
        layer(vec![name, "ReLU".to_owned()], lang.count(to as u64), from * to + to)
    };
    let transposed = |more: &[&str]| {
        let all = [&[lang.report_layer_transposed(), "4×4 / 2"], more].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    vec![
        layer(vec![lang.report_layer_input().to_owned()], maps(1, SIDES[0]), 0),
        down(1, first, SIDES[1]),
        down(first, second, SIDES[2]),
        dense(flat, wide),
        layer(
            vec![lang.report_layer_dense().to_owned(), lang.report_layer_code().to_owned()],
            code.to_string(),
            wide * code + code,
        ),
        dense(code, wide),
        dense(wide, flat),
        layer(transposed(&["ReLU"]), maps(first, SIDES[1]), second * first * 16 + first),
        layer(transposed(&[lang.report_layer_input()]), maps(1, SIDES[0]), first * 16 + 1),
    ]
}

/// The generator's layers.
pub fn generator(lang: Lang) -> Vec<Layer> {
    let [code, first, second] = GENERATOR;
    let flat = first * SIDES[2] * SIDES[2];
    let normalised = |names: &[&str]| {
        let all = [names, &[lang.report_layer_norm(), "ReLU"]].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    vec![
        layer(vec![lang.report_layer_code().to_owned()], code.to_string(), 0),
        layer(
            normalised(&[lang.report_layer_dense()]),
            maps(first, SIDES[2]),
            code * flat + NORMALISATION * first,
        ),
        layer(
            normalised(&[lang.report_layer_transposed(), "4×4 / 2"]),
            maps(second, SIDES[1]),
            first * second * 16 + NORMALISATION * second,
        ),
        layer(
            [lang.report_layer_transposed(), "4×4 / 2", "sigmoid"].map(str::to_owned).to_vec(),
            maps(1, SIDES[0]),
            second * 16 + 1,
        ),
    ]
}

/// All parameters of these layers.
pub fn parameters(layers: &[Layer]) -> usize {
    layers.iter().map(|layer| layer.parameters).sum()
}
