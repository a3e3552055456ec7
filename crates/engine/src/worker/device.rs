//! Which device the browser's engine works on, and why.

use burn::tensor::Device as BurnDevice;
use js_sys::{Function, Object, Promise, Reflect};
#[cfg(feature = "gpu")]
use ml::probe::{TOLERANCE, difference, probe};
use protocol::messages::{Device, DeviceReason, DeviceReport, DeviceWish, JobError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::scope;
use crate::host::Chosen;

/// Kernels sent to the GPU at once. More make the whole page stutter, even from a worker.
#[cfg(feature = "gpu")]
const TASKS_MAX: usize = 32;

/// The GPU where it is real hardware and computes what the CPU computes, else the CPU; or what
/// the visitor asked for. The engine without the GPU's code says whether that with it is worth loading.
pub async fn choose(wish: DeviceWish) -> Result<Chosen, JobError> {
    if wish == DeviceWish::Cpu {
        return Ok(cpu(DeviceReason::Asked, None));
    }
    let forced = wish == DeviceWish::Webgpu;
    let adapter = match adapter().await {
        Ok(adapter) => adapter,
        Err(reason) if forced => return Err(JobError::NoWebgpu(words(&reason))),
        Err(reason) => return Ok(cpu(reason, None)),
    };
    if adapter.software && !forced {
        return Ok(cpu(DeviceReason::SoftwareAdapter(adapter.name), None));
    }
    on(adapter, forced).await
}

/// This engine has no code for the GPU.
#[cfg(not(feature = "gpu"))]
async fn on(adapter: Adapter, forced: bool) -> Result<Chosen, JobError> {
    if forced {
        return Err(JobError::NoWebgpu("this engine is for the CPU".to_owned()));
    }
    Ok(cpu(DeviceReason::GpuComes(adapter.name), None))
}

/// The GPU, where it computes what the CPU computes.
#[cfg(feature = "gpu")]
async fn on(adapter: Adapter, forced: bool) -> Result<Chosen, JobError> {
    let device = match BurnDevice::wgpu_options().tasks_max(TASKS_MAX).init_async().await {
        Ok(device) => device,
        Err(error) if forced => return Err(JobError::NoWebgpu(error.to_string())),
        Err(error) => return Ok(cpu(DeviceReason::NoAdapter(error.to_string()), None)),
    };
    let gap = match (probe(&BurnDevice::flex()).await, probe(&device).await) {
        (Ok(cpu), Ok(gpu)) => difference(&cpu, &gpu),
        _ => f32::INFINITY,
    };
    if gap > TOLERANCE && !forced {
        return Ok(cpu(DeviceReason::SelfTestFailed { difference: gap }, Some(gap)));
    }
    let reason = if forced { DeviceReason::Asked } else { DeviceReason::SelfTestPassed };
    let shown = Device::Webgpu { adapter: adapter.name, software: adapter.software };
    let self_test_difference = Some(gap);
    let report = DeviceReport { device: shown, reason, self_test_difference, times: None };
    Ok(Chosen { device, report })
}

fn cpu(reason: DeviceReason, self_test_difference: Option<f32>) -> Chosen {
    let report = DeviceReport { device: Device::Cpu, reason, self_test_difference, times: None };
    Chosen { device: BurnDevice::flex(), report }
}

/// A reason for the one who insisted on WebGPU, in the browser's own terms.
fn words(reason: &DeviceReason) -> String {
    match reason {
        DeviceReason::InsecureContext => "insecure context".to_owned(),
        DeviceReason::NoAdapter(why) => why.clone(),
        _ => "navigator.gpu is missing".to_owned(),
    }
}

struct Adapter {
    name: String,
    software: bool,
}

/// The adapter that the browser offers.
async fn adapter() -> Result<Adapter, DeviceReason> {
    let scope = scope();
    let get = |object: &JsValue, name: &str| {
        Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
    };
    let gpu = get(&get(&scope, "navigator"), "gpu");
    if gpu.is_falsy() {
        let secure = get(&scope, "isSecureContext").is_truthy();
        return Err(if secure { DeviceReason::NoWebgpu } else { DeviceReason::InsecureContext });
    }
    let failed = |error: JsValue| {
        DeviceReason::NoAdapter(error.as_string().unwrap_or_else(|| format!("{error:?}")))
    };
    let request: Function = get(&gpu, "requestAdapter").unchecked_into();
    let wish = Object::new();
    let is_set = Reflect::set(&wish, &"powerPreference".into(), &"high-performance".into());
    is_set.map_err(failed)?;
    let promise: Promise = request.call1(&gpu, &wish).map_err(failed)?.unchecked_into();
    let adapter = JsFuture::from(promise).await.map_err(failed)?;
    if adapter.is_falsy() {
        return Err(DeviceReason::NoAdapter("requestAdapter() → null".to_owned()));
    }
    let info = get(&adapter, "info");
    let text = |name: &str| get(&info, name).as_string().filter(|text| !text.is_empty());
    let full = text("description").or_else(|| text("device"));
    let parts = [text("vendor"), text("architecture")];
    let name = full.clone().unwrap_or_else(|| {
        let known: Vec<String> = parts.iter().flatten().cloned().collect();
        if known.is_empty() { "GPU".to_owned() } else { known.join(" ") }
    });
    let architecture = text("architecture").unwrap_or_default().to_lowercase();
    let software = get(&info, "isFallbackAdapter").is_truthy()
        || get(&adapter, "isFallbackAdapter").is_truthy()
        || architecture.contains("swiftshader")
        || name.to_lowercase().contains("swiftshader");
    Ok(Adapter { name, software })
}
