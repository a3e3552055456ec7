//! A network's weights as plain numbers: drawn from a seed, read from and written to burnpack
//! files, put into a network.

use std::collections::BTreeMap;

use crate::whitening::Whitening;
use burn::module::{Module, ParamId};
use burn::tensor::{Device, Tensor, TensorData};
use burn_pack::{Bytes, DType, Reader, Tensor as PackTensor, Writer};
use half::f16;
use random::Rng;
use safetensors::tensor::{Dtype, TensorView};
use sha2::{Digest, Sha256};

use crate::DeviceError;
use crate::traverse::{NamedMapper, NamedTensor, map_named, read, rows};

/// All tensors of a network, in the network's order, with facts about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// The tensors.
    pub tensors: Vec<NamedTensor>,
    /// Facts such as the network's kind and the format's version.
    pub metadata: BTreeMap<String, String>,
}

/// Names of the tensors of a [`Whitening`]: mean, scale and factor.
const WHITENING: [&str; 3] = ["whitening.mean", "whitening.scale", "whitening.factor"];

/// Key of the fact that is a checksum of everything else.
const CHECKSUM: &str = "checksum";

/// Why weights cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// Not a burnpack file, or a damaged one.
    #[error("not a readable weights file: {0}")]
    Unreadable(String),
    /// Values of another type than half or single precision floats.
    #[error("tensor {name} holds {found}, not floats")]
    NotFloats {
        /// The tensor.
        name: String,
        /// What it holds.
        found: String,
    },
    /// A tensor that the network has and the weights have not.
    #[error("tensor {0} is missing")]
    Missing(String),
    /// A tensor that the weights have and the network has not.
    #[error("tensor {0} has no place in this network")]
    Unknown(String),
    /// A tensor of another shape.
    #[error("tensor {name} has shape {found:?}, not {expected:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// The network's shape.
        expected: Vec<usize>,
        /// The weights' shape.
        found: Vec<usize>,
    },
    /// A tensor with a side that no network here has.
    #[error("tensor {name} has a side of {side}, not of 1 to {most}")]
    Side {
        /// The tensor.
        name: String,
        /// Its side.
        side: usize,
        /// The longest side.
        most: usize,
    },
    /// The content is not the one that the file's own checksum was made of.
    #[error("its checksum does not fit: something in it has changed since it was written")]
    Checksum,
    /// A value that is not finite.
    #[error("tensor {0} has a value that is not finite")]
    NotFinite(String),
}

/// Precision of the values in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 2 bytes a value.
    Half,
    /// 4 bytes a value.
    Single,
}

impl Weights {
    /// Whether every value is a finite number.
    pub fn is_finite(&self) -> bool {
        let mut values = self.tensors.iter().flat_map(|tensor| &tensor.values);
        values.all(|value| value.is_finite())
    }

    /// Reads a network's weights back from its device.
    ///
    /// # Errors
    /// The device's words where the readback fails.
    pub async fn of<M: Module>(module: &M) -> Result<Self, DeviceError> {
        Ok(Self { tensors: read(rows(module)).await?, metadata: BTreeMap::new() })
    }

    /// Puts tensors under the name of a part, as in `weight/conv1.bias`.
    pub(crate) fn add_part(&mut self, part: &str, tensors: Vec<NamedTensor>) {
        let named = tensors
            .into_iter()
            .map(|tensor| NamedTensor { name: format!("{part}/{}", tensor.name), ..tensor });
        self.tensors.extend(named);
    }

    /// The tensors of a part, under their own names.
    pub(crate) fn part(&self, part: &str) -> Self {
        let named = self.tensors.iter().filter_map(|tensor| {
            let name = tensor.name.strip_prefix(part)?.strip_prefix('/')?.to_owned();
            Some(NamedTensor { name, ..tensor.clone() })
        });
        Self { tensors: named.collect(), metadata: BTreeMap::new() }
    }

    /// How many values the network has.
    pub fn parameters(&self) -> usize {
        self.own().map(|tensor| tensor.values.len()).sum()
    }

    /// The network's tensors, without a whitening's.
    fn own(&self) -> impl Iterator<Item = &NamedTensor> {
        self.tensors.iter().filter(|tensor| !WHITENING.contains(&tensor.name.as_str()))
    }

    /// Puts the weights into a network. A [`Whitening`] beside them has no place in it.
    ///
    /// # Errors
    /// Names the first tensor that is missing, left over, of another shape or not finite.
    pub fn load<M: Module>(&self, module: M, device: &Device) -> Result<M, WeightsError> {
        struct Load<'a> {
            left: BTreeMap<&'a str, &'a NamedTensor>,
            error: Option<WeightsError>,
            device: Device,
        }
        impl NamedMapper for Load<'_> {
            fn map<const D: usize>(
                &mut self,
                name: &str,
                _: ParamId,
                value: Tensor<D>,
            ) -> Option<Tensor<D>> {
                let shape = value.dims();
                let Some(tensor) = self.left.remove(name) else {
                    self.error.get_or_insert(WeightsError::Missing(name.to_owned()));
                    return None;
                };
                if tensor.shape != shape {
                    self.error.get_or_insert(WeightsError::Shape {
                        name: name.to_owned(),
                        expected: shape.to_vec(),
                        found: tensor.shape.clone(),
                    });
                    return None;
                }
                if tensor.values.iter().any(|value| !value.is_finite()) {
                    self.error.get_or_insert(WeightsError::NotFinite(name.to_owned()));
                    return None;
                }
                let data = TensorData::new(tensor.values.clone(), shape);
                Some(Tensor::from_data(data, &self.device))
            }
        }
        let left = self.own().map(|tensor| (tensor.name.as_str(), tensor)).collect();
        let mut load = Load { left, error: None, device: device.clone().inner() };
        let module = map_named(module, &mut load);
        match (load.error, load.left.into_keys().next()) {
            (Some(error), _) => Err(error),
            (None, Some(name)) => Err(WeightsError::Unknown(name.to_owned())),
            (None, None) => Ok(module),
        }
    }

    /// The whitening beside an autoencoder's weights, if there is one that fits its traces.
    pub fn whitening(&self) -> Option<Whitening> {
        let values = |name| {
            self.tensors.iter().find(|tensor| tensor.name == name).map(|tensor| &tensor.values)
        };
        let [mean, scale, factor] = WHITENING.map(|name| values(name).cloned());
        let whitening = Whitening::from_parts([mean?, scale?, factor?])?;
        let width = values("encode1.bias")?.len() + values("encode2.bias")?.len();
        (whitening.width() == 2 * width).then_some(whitening)
    }

    /// Puts a whitening beside an autoencoder's weights.
    pub fn set_whitening(&mut self, whitening: &Whitening) {
        self.tensors.retain(|tensor| !WHITENING.contains(&tensor.name.as_str()));
        let tensors = WHITENING.into_iter().zip(whitening.parts());
        self.tensors.extend(tensors.map(|(name, values)| NamedTensor {
            name: name.to_owned(),
            shape: vec![values.len()],
            values: values.to_vec(),
        }));
    }

    /// Draws initial weights for a network from a seed: He-uniform matrices and kernels (He et
    /// al. 2015), everything else as the network has it (biases 0, scales 1).
    ///
    /// The numbers depend on the seed and the shapes alone, not on the device.
    pub fn draw<M: Module>(module: M, device: &Device, seed: u64) -> M {
        struct Draw {
            seed: u64,
            part: u64,
            device: Device,
        }
        impl NamedMapper for Draw {
            fn map<const D: usize>(
                &mut self,
                name: &str,
                _: ParamId,
                value: Tensor<D>,
            ) -> Option<Tensor<D>> {
                self.part += 1;
                let shape = value.dims();
                if name.ends_with("bias") {
                    return Some(Tensor::zeros(shape, &self.device));
                }
                let bound = (6.0 / fan_in(name, &shape)? as f32).sqrt();
                let count = shape.iter().product();
                let mut rng = Rng::stream(self.seed, self.part);
                let values: Vec<f32> =
                    (0..count).map(|_| (2.0 * rng.uniform() - 1.0) * bound).collect();
                Some(Tensor::from_data(TensorData::new(values, shape), &self.device))
            }
        }
        map_named(module, &mut Draw { seed, part: 0, device: device.clone().inner() })
    }

    /// The weights as a burnpack file.
    ///
    /// # Errors
    /// The format's own, which weights of a network do not meet.
    pub fn to_burnpack(&self, precision: Precision) -> Result<Vec<u8>, WeightsError> {
        let tensors = self.tensors.iter().map(|tensor| {
            let (dtype, bytes): (DType, Vec<u8>) = match precision {
                Precision::Half => {
                    let halves = tensor.values.iter().map(|&value| f16::from_f32(value));
                    (DType::F16, halves.flat_map(f16::to_le_bytes).collect())
                }
                Precision::Single => {
                    (DType::F32, tensor.values.iter().flat_map(|v| v.to_le_bytes()).collect())
                }
            };
            let bytes = Bytes::from_bytes_vec(bytes);
            PackTensor::new(tensor.name.clone(), dtype, tensor.shape.clone(), None, bytes)
        });
        let writer = Writer::new(tensors.collect());
        let writer =
            self.metadata.iter().fold(writer, |w, (key, value)| w.with_metadata(key, value));
        let bytes = writer.into_bytes().map_err(|e| WeightsError::Unreadable(e.to_string()))?;
        Ok(bytes.to_vec())
    }

    /// The weights as a burnpack file of single precision that carries a checksum of its content,
    /// which [`Weights::from_burnpack`] looks at.
    ///
    /// # Errors
    /// The format's own, which weights of a network do not meet.
    pub fn to_sealed_burnpack(&self) -> Result<Vec<u8>, WeightsError> {
        let mut sealed = self.clone();
        sealed.metadata.insert(CHECKSUM.to_owned(), self.checksum());
        sealed.to_burnpack(Precision::Single)
    }

    /// SHA-256 of facts, names, shapes and values, in hexadecimal digits.
    fn checksum(&self) -> String {
        let mut hash = Sha256::new();
        let text = |hash: &mut Sha256, text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        for (key, value) in &self.metadata {
            text(&mut hash, key);
            text(&mut hash, value);
        }
        // A file keeps its tensors in an order of its own.
        let mut tensors: Vec<&NamedTensor> = self.tensors.iter().collect();
        tensors.sort_by(|one, other| one.name.cmp(&other.name));
        for NamedTensor { name, shape, values } in tensors {
            text(&mut hash, name);
            hash.update((shape.len() as u64).to_le_bytes());
            for side in shape {
                hash.update((*side as u64).to_le_bytes());
            }
            for value in values {
                hash.update(value.to_le_bytes());
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The weights as a safetensors file, single precision.
    ///
    /// # Errors
    /// The format's own, which weights of a network do not meet.
    pub fn to_safetensors(&self) -> Result<Vec<u8>, WeightsError> {
        let unreadable =
            |error: safetensors::SafeTensorError| WeightsError::Unreadable(error.to_string());
        let bytes: Vec<Vec<u8>> = self
            .tensors
            .iter()
            .map(|tensor| tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect())
            .collect();
        let views = self.tensors.iter().zip(&bytes).map(|(tensor, bytes)| {
            let view = TensorView::new(Dtype::F32, tensor.shape.clone(), bytes);
            view.map(|view| (tensor.name.clone(), view)).map_err(unreadable)
        });
        let views: Vec<_> = views.collect::<Result<_, _>>()?;
        let facts = self.metadata.clone().into_iter().collect();
        safetensors::serialize(views, Some(facts)).map_err(unreadable)
    }

    /// Reads a burnpack file of half or single precision. Where it carries a checksum, that is
    /// looked at and taken out.
    ///
    /// # Errors
    /// Says what makes the file unreadable, or that it has changed since it was written.
    pub fn from_burnpack(bytes: Vec<u8>) -> Result<Self, WeightsError> {
        let unreadable = |error: burn_pack::Error| WeightsError::Unreadable(error.to_string());
        let reader = Reader::from_bytes(Bytes::from_bytes_vec(bytes)).map_err(unreadable)?;
        let mut metadata: BTreeMap<String, String> = reader.metadata().clone();
        let checksum = metadata.remove(CHECKSUM);
        let mut tensors = Vec::new();
        for tensor in reader.into_tensors().map_err(unreadable)? {
            let (name, dtype, shape, _, bytes) = tensor.into_parts().map_err(unreadable)?;
            let values = match dtype {
                DType::F16 => bytes
                    .chunks_exact(2)
                    .map(|b| f16::from_le_bytes([b[0], b[1]]).to_f32())
                    .collect(),
                DType::F32 => bytes
                    .chunks_exact(4)
                    .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                    .collect(),
                other => {
                    return Err(WeightsError::NotFloats { name, found: format!("{other:?}") });
                }
            };
            tensors.push(NamedTensor { name, shape: shape.to_vec(), values });
        }
        let weights = Self { tensors, metadata };
        match checksum {
            Some(checksum) if checksum != weights.checksum() => Err(WeightsError::Checksum),
            _ => Ok(weights),
        }
    }
}

/// Inputs of one output unit; none for what is not a matrix or a kernel.
///
/// Burn's dense weights are `[in, out]`, kernels `[out, in, h, w]`, transposed kernels
/// `[in, out, h, w]`, each of whose outputs sees a quarter of the kernel at stride 2.
fn fan_in(name: &str, shape: &[usize]) -> Option<usize> {
    match *shape {
        [inputs, _] => Some(inputs),
        [inputs, _, height, width] if name.starts_with("up") => Some(inputs * height * width / 4),
        [_, inputs, height, width] => Some(inputs * height * width),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use safetensors::SafeTensors;

    use super::*;

    #[test]
    fn a_tensor_comes_out_of_safetensors_as_it_went_in() {
        let tensor = NamedTensor {
            name: "dense1.weight".into(),
            shape: vec![1, 2],
            values: vec![0.5, -2.0],
        };
        let weights = Weights { tensors: vec![tensor], ..Weights::default() };
        let file = weights.to_safetensors().unwrap();
        let read = SafeTensors::deserialize(&file).unwrap();
        let view = read.tensor("dense1.weight").unwrap();
        assert_eq!(view.shape(), [1, 2]);
        assert_eq!(view.data(), [0.5f32.to_le_bytes(), (-2.0f32).to_le_bytes()].concat());
    }
}
