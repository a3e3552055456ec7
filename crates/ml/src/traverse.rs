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

/// Reads every float tensor of a module, buffers included, in one readback.
///
/// # Errors
/// The device's words where the readback fails.
pub async fn gather<M: Module>(module: &M) -> Result<Vec<NamedTensor>, DeviceError> {
    struct Gather {
        path: Vec<String>,
        names: Vec<(String, Vec<usize>)>,
        transaction: Transaction,
    }
    impl ModuleVisitor for Gather {
        fn enter_module(&mut self, name: &str, _: &str) {
            self.path.push(name.to_owned());
        }
        fn exit_module(&mut self, _: &str, _: &str) {
            self.path.pop();
        }
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let tensor = param.val();
            self.names.push((self.path.join("."), tensor.dims().to_vec()));
            let transaction = std::mem::take(&mut self.transaction);
            self.transaction = transaction.register(tensor);
        }
    }
    let mut gather =
        Gather { path: Vec::new(), names: Vec::new(), transaction: Transaction::default() };
    // `valid` brings running statistics up to date before they are read.
    module.valid().visit(&mut gather);
    let data = gather
        .transaction
        .execute_async()
        .await
        .map_err(|e| DeviceError::Readback(e.to_string()))?;
    let tensors = gather.names.into_iter().zip(data).map(|((name, shape), data)| NamedTensor {
        name,
        shape,
        values: data.iter::<f32>().collect(),
    });
    Ok(tensors.collect())
}

/// The values of every float tensor of a module, buffers included, as rows by name, without autodiff and
/// still on the device.
pub fn named_rows<M: Module>(module: &M) -> BTreeMap<String, Tensor<1>> {
    #[derive(Default)]
    struct Collect {
        path: Vec<String>,
        rows: BTreeMap<String, Tensor<1>>,
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
            let count = value.shape().num_elements();
            self.rows.insert(self.path.join("."), value.reshape([count]));
        }
    }
    let mut collect = Collect::default();
    module.valid().visit(&mut collect);
    collect.rows
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
