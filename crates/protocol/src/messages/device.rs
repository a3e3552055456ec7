//! The device that the engine runs on, and why.

use serde::{Deserialize, Serialize};

/// Which device the visitor asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceWish {
    /// The GPU where it is real hardware and passes the self-test, else the CPU.
    #[default]
    Best,
    /// The CPU, whatever there is.
    Cpu,
    /// WebGPU, even on a software adapter; starting fails where there is none.
    Webgpu,
}

/// The device that the engine runs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Device {
    /// WebGPU on the adapter of this name.
    Webgpu {
        /// The adapter's own name, such as "apple m2" or "SwiftShader".
        adapter: String,
        /// Whether the adapter computes on the CPU.
        software: bool,
    },
    /// One CPU thread of WebAssembly with SIMD.
    Cpu,
}

/// Why this device was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DeviceReason {
    /// The visitor asked for it.
    Asked,
    /// A real GPU that passed the self-test.
    SelfTestPassed,
    /// The browser offers no WebGPU here.
    NoWebgpu,
    /// WebGPU is withheld because the page did not come over https or from localhost.
    InsecureContext,
    /// WebGPU found no adapter or could not start; the browser's own words.
    NoAdapter(String),
    /// The adapter is a software one, slower than the CPU path.
    SoftwareAdapter(String),
    /// The GPU's results differ from the CPU's by more than the tolerance.
    SelfTestFailed {
        /// Largest absolute difference between the two.
        difference: f32,
    },
    /// Not a browser: the native CPU.
    Native,
    /// There is a GPU of this name, and the engine for it is on its way.
    GpuComes(String),
    /// The GPU was tried, and a batch takes it longer.
    CpuFaster {
        /// Times of the CPU.
        cpu: Times,
        /// Times of the GPU.
        gpu: Times,
    },
    /// A batch takes the GPU less time.
    GpuFaster {
        /// Times of the CPU.
        cpu: Times,
        /// Times of the GPU.
        gpu: Times,
    },
    /// The GPU is faster, and its engine waits until nothing is under way or held still.
    GpuWaits,
    /// The engine for the GPU failed; its own words.
    GpuFailed(String),
}

/// How long the networks that judge take, warm and read back, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// One image.
    pub one_ms: f64,
    /// A batch of 16.
    pub batch_ms: f64,
}

/// The device, why it was chosen, and the self-test's figure where one ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// What the engine runs on.
    pub device: Device,
    /// Why.
    pub reason: DeviceReason,
    /// Largest absolute difference between GPU and CPU in the self-test.
    pub self_test_difference: Option<f32>,
    /// How fast it is, once that was measured.
    pub times: Option<Times>,
}
