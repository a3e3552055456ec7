//! Walking over a network's parameters by name. Everything that Vitrina does to parameters
//! (drawing, loading, reading, optimising) goes through here, so a name is a name everywhere.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::tensor::{Tensor, Transaction};

use crate::DeviceError;

/// A tensor with its name in the network, such as `conv1.weight`.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTensor {
    /// Path of the parameter in the network, joined by dots.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, row-major.
    pub values: Vec<f32>,
}

/// A tensor as a row, without autodiff and still on the device: its name, its shape, its values.
pub type Row = (String, Vec<usize>, Tensor<1>);

/// Every float tensor of a module, buffers included, in the module's order.
pub fn rows<M: Module>(module: &M) -> Vec<Row> {
    #[derive(Default)]
    struct Collect {
        path: Vec<String>,
        rows: Vec<Row>,
    }
    impl ModuleVisitor for Collect {
        fn enter_module(&mut self, name: &str, _: &str) {
            self.path.push(name.to_owned());
        }
        fn exit_module(&mut self, _: &str, _: &str) {
            self.path.pop();
        }
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let value = param.val().inner();
            let (shape, count) = (value.dims().to_vec(), value.shape().num_elements());
            self.rows.push((self.path.join("."), shape, value.reshape([count])));
        }
    }
    let mut collect = Collect::default();
    // `valid` brings running statistics up to date before they are read.
    module.valid().visit(&mut collect);
    collect.rows
}

/// Reads rows back, in one readback.
///
/// # Errors
/// The device's words where it fails.
pub async fn read(rows: Vec<Row>) -> Result<Vec<NamedTensor>, DeviceError> {
    let transaction =
        rows.iter().fold(Transaction::default(), |all, (_, _, row)| all.register(row.clone()));
    let data = transaction.execute_async().await;
    let data = data.map_err(|error| DeviceError::Readback(error.to_string()))?;
    let tensors = rows.into_iter().zip(data).map(|((name, shape, _), data)| NamedTensor {
        name,
        shape,
        values: data.iter::<f32>().collect(),
    });
    Ok(tensors.collect())
}

/// The same rows by their names.
pub fn named_rows<M: Module>(module: &M) -> BTreeMap<String, Tensor<1>> {
    rows(module).into_iter().map(|(name, _, row)| (name, row)).collect()
}

/// The module with these rows in the place of the values of the same names.
pub fn with_rows<M: Module>(module: M, rows: &BTreeMap<String, Tensor<1>>) -> M {
    struct Put<'a>(&'a BTreeMap<String, Tensor<1>>);
    impl NamedMapper for Put<'_> {
        fn map<const D: usize>(
            &mut self,
            name: &str,
            _: ParamId,
            value: Tensor<D>,
        ) -> Option<Tensor<D>> {
            self.0.get(name).map(|row| row.clone().reshape(value.dims()))
        }
    }
    map_named(module, &mut Put(rows))
}

/// What [`map_named`] does to one tensor: from its name, its identity among the gradients and
/// its value to the new value, or nothing to leave it as it is.
pub trait NamedMapper {
    /// See the [trait](Self).
    fn map<const D: usize>(
        &mut self,
        name: &str,
        id: ParamId,
        value: Tensor<D>,
    ) -> Option<Tensor<D>>;
}

/// Replaces tensors of a module by name. Values come and go without autodiff; whether a parameter
/// is trained stays as it was.
pub fn map_named<M: Module, F: NamedMapper>(module: M, mapper: &mut F) -> M {
    struct Walk<'a, F> {
        path: Vec<String>,
        mapper: &'a mut F,
    }
    impl<F: NamedMapper> ModuleMapper for Walk<'_, F> {
        fn enter_module(&mut self, name: &str, _: &str) {
            self.path.push(name.to_owned());
        }
        fn exit_module(&mut self, _: &str, _: &str) {
            self.path.pop();
        }
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, tensor, settings) = param.consume();
            let (tracked, autodiff) = (tensor.is_require_grad(), tensor.is_autodiff());
            let tensor = match self.mapper.map(&self.path.join("."), id, tensor.clone().inner()) {
                None => tensor,
                Some(value) => {
                    let value = if autodiff { Tensor::from_inner(value) } else { value };
                    value.set_require_grad(tracked)
                }
            };
            Param::from_mapped_value(id, tensor, settings)
        }
    }
    module.map(&mut Walk { path: Vec::new(), mapper })
}
