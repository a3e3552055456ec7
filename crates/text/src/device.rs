//! Sentences about the engine and the device that it runs on.

use super::{Lang, texts};
use protocol::messages::{Device, DeviceReason, Phase, Times};

texts! {
    device: "Device", "Dispositivo";
    this_device: "This device", "Este dispositivo";
    gpu: "GPU", "GPU";
    cpu: "CPU", "CPU";
    gpu_software: "software GPU", "GPU por software";
    cpu_detail: "WebAssembly with SIMD, one thread", "WebAssembly con SIMD, un hilo";
    device_choice: "Run on", "Ejecutar en";
    device_best: "Best available", "El mejor disponible";
    device_cpu: "CPU", "CPU";
    device_webgpu: "GPU (WebGPU)", "GPU (WebGPU)";
    device_restart_note:
        "The engine starts again; your images are kept.",
        "El motor se reinicia; tus imágenes se conservan.";
    self_test: "Self-test", "Autocomprobación";
    self_test_difference(difference: &str):
        "the GPU and the CPU differ by {difference} at most",
        "la GPU y la CPU difieren en {difference} como mucho";

    reason_asked: "You chose this device.", "Elegiste este dispositivo.";
    reason_passed:
        "A real GPU, and its numbers match the CPU's.",
        "Es una GPU real y sus números coinciden con los de la CPU.";
    reason_no_webgpu:
        "This browser offers no WebGPU here, so the CPU does the work.",
        "Este navegador no ofrece WebGPU aquí, así que trabaja la CPU.";
    reason_insecure:
        "Browsers offer WebGPU only over https or on localhost, and this page came over plain http from another machine. So the CPU does the work.",
        "Los navegadores solo ofrecen WebGPU por https o en localhost, y esta página llegó por http sin cifrar desde otra máquina. Así que trabaja la CPU.";
    reason_no_adapter(why: &str):
        "WebGPU found no usable GPU, so the CPU does the work. The browser says: {why}",
        "WebGPU no encontró una GPU utilizable, así que trabaja la CPU. El navegador dice: {why}";
    reason_software(adapter: &str):
        "The only adapter, {adapter}, is software and slower than the CPU itself.",
        "El único adaptador, {adapter}, es software y más lento que la propia CPU.";
    reason_self_test(difference: &str):
        "The GPU's numbers differ from the CPU's by {difference}, too much to be trusted, so the CPU does the work.",
        "Los números de la GPU difieren en {difference} de los de la CPU, demasiado para fiarse de ellos, así que trabaja la CPU.";
    reason_native: "The native CPU.", "La CPU nativa.";
    reason_gpu_comes(adapter: &str):
        "The CPU works until the engine for the GPU, {adapter}, has arrived and shown that it is faster.",
        "La CPU trabaja hasta que el motor de la GPU, {adapter}, llegue y demuestre que es más rápido.";
    reason_cpu_faster(cpu_one: &str, gpu_one: &str, cpu_batch: &str, gpu_batch: &str):
        "The CPU is faster here. One image: CPU {cpu_one} ms, GPU {gpu_one} ms; 16 images: {cpu_batch} and {gpu_batch} ms. For long training the GPU may still pay: it can be chosen at the top of the page.",
        "Aquí la CPU es más rápida. Una imagen: CPU {cpu_one} ms, GPU {gpu_one} ms; 16 imágenes: {cpu_batch} y {gpu_batch} ms. En entrenamientos largos la GPU aún puede convenir: se elige en la parte superior de la página.";
    reason_gpu_faster(cpu_one: &str, gpu_one: &str, cpu_batch: &str, gpu_batch: &str):
        "The GPU gives the CPU's numbers and is faster with many images. One image: CPU {cpu_one} ms, GPU {gpu_one} ms; 16 images: {cpu_batch} and {gpu_batch} ms.",
        "La GPU da los números de la CPU y es más rápida con muchas imágenes. Una imagen: CPU {cpu_one} ms, GPU {gpu_one} ms; 16 imágenes: {cpu_batch} y {gpu_batch} ms.";
    reason_gpu_waits:
        "The GPU has shown that it is faster. It takes over once nothing is running or held still.",
        "La GPU ha demostrado que es más rápida. Toma el relevo cuando no haya nada en marcha ni en pausa.";
    reason_gpu_failed(why: &str):
        "The engine for the GPU failed ({why}), so the CPU does the work.",
        "El motor de la GPU falló ({why}), así que trabaja la CPU.";

    engine_file: "Loading the engine", "Cargando el motor";
    phase_device: "Testing the device", "Comprobando el dispositivo";
    phase_weights: "Loading the trained networks", "Cargando las redes entrenadas";
    phase_warming: "Warming up", "Calentando";
    phase_predicting: "Classifying images", "Clasificando imágenes";
    phase_training: "Training", "Entrenando";
    engine_stopped: "Stopped", "Detenido";
    engine_restarted:
        "The engine stopped unexpectedly and is starting again. Your images are kept; what was being classified will be classified again.",
        "El motor se detuvo de improviso y está arrancando de nuevo. Tus imágenes se conservan; lo que se estaba clasificando se clasificará otra vez.";
    engine_failed_title: "The engine could not start", "El motor no pudo arrancar";
    engine_unloadable(why: &str):
        "The engine could not be downloaded: {why}. Check the connection and try again. Nothing you added is lost.",
        "No se pudo descargar el motor: {why}. Comprueba la conexión e inténtalo de nuevo. No se pierde nada de lo que añadiste.";
    phase_data: "Loading images", "Cargando imágenes";
    phase_assessing: "Running the network", "Ejecutando la red";
    engine_unstable(why: &str):
        "The engine stopped several times in a row: {why}. Your images are kept. Try again, or choose the CPU.",
        "El motor se detuvo varias veces seguidas: {why}. Tus imágenes se conservan. Inténtalo de nuevo o elige la CPU.";
    engine_no_worker(why: &str):
        "This browser cannot start a module worker: {why}. A current Chrome, Edge, Firefox or Safari can.",
        "Este navegador no puede iniciar un worker de módulos: {why}. Un Chrome, Edge, Firefox o Safari actual sí puede.";
    engine_silent:
        "it has not answered for a while",
        "no responde desde hace un rato";
    try_again: "Try again", "Reintentar";
    use_cpu: "Use the CPU", "Usar la CPU";
    reload_page: "Reload the page", "Recargar la página";
    megabytes(amount: &str): "{amount} MB", "{amount} MB";
}

/// A sentence with four times.
type Compared = fn(Lang, &str, &str, &str, &str) -> String;

impl Lang {
    fn compared(self, cpu: Times, gpu: Times, sentence: Compared) -> String {
        let [cpu_one, gpu_one, cpu_batch, gpu_batch] =
            [cpu.one_ms, gpu.one_ms, cpu.batch_ms, gpu.batch_ms].map(|ms| self.number(ms, 1));
        sentence(self, &cpu_one, &gpu_one, &cpu_batch, &gpu_batch)
    }

    /// Why this device was chosen.
    pub fn device_reason(self, reason: &DeviceReason) -> String {
        match reason {
            DeviceReason::Asked => self.reason_asked().to_owned(),
            DeviceReason::SelfTestPassed => self.reason_passed().to_owned(),
            DeviceReason::NoWebgpu => self.reason_no_webgpu().to_owned(),
            DeviceReason::InsecureContext => self.reason_insecure().to_owned(),
            DeviceReason::NoAdapter(why) => self.reason_no_adapter(why),
            DeviceReason::SoftwareAdapter(adapter) => self.reason_software(adapter),
            DeviceReason::SelfTestFailed { difference } => {
                self.reason_self_test(&self.small_number(f64::from(*difference)))
            }
            DeviceReason::Native => self.reason_native().to_owned(),
            DeviceReason::GpuComes(adapter) => self.reason_gpu_comes(adapter),
            DeviceReason::CpuFaster { cpu, gpu } => {
                self.compared(*cpu, *gpu, Self::reason_cpu_faster)
            }
            DeviceReason::GpuFaster { cpu, gpu } => {
                self.compared(*cpu, *gpu, Self::reason_gpu_faster)
            }
            DeviceReason::GpuWaits => self.reason_gpu_waits().to_owned(),
            DeviceReason::GpuFailed(why) => self.reason_gpu_failed(why),
        }
    }

    /// What the device is called.
    pub fn device_name(self, device: &Device) -> String {
        match device {
            Device::Webgpu { adapter, .. } => adapter.clone(),
            Device::Cpu => self.cpu_detail().to_owned(),
        }
    }

    /// The kind of device in one or two words.
    pub fn device_kind(self, device: &Device) -> &'static str {
        match device {
            Device::Webgpu { software: true, .. } => self.gpu_software(),
            Device::Webgpu { software: false, .. } => self.gpu(),
            Device::Cpu => self.cpu(),
        }
    }

    /// What the engine is doing.
    pub fn phase(self, phase: Phase) -> &'static str {
        match phase {
            Phase::ChoosingDevice => self.phase_device(),
            Phase::LoadingWeights => self.phase_weights(),
            Phase::LoadingData => self.phase_data(),
            Phase::Assessing => self.phase_assessing(),
            Phase::WarmingUp => self.phase_warming(),
            Phase::Predicting => self.phase_predicting(),
            Phase::Training => self.phase_training(),
        }
    }

    /// A small positive number with its two leading digits, in plain decimal notation.
    pub fn small_number(self, value: f64) -> String {
        if !value.is_finite() || value == 0.0 {
            return self.number(value, 0);
        }
        let digits = (1.0 - value.abs().log10().floor()).clamp(1.0, 12.0);
        self.number(value, digits as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_number_keeps_two_leading_digits() {
        assert_eq!(Lang::En.small_number(0.000_001_23), "0.0000012");
        assert_eq!(Lang::Es.small_number(0.042), "0,042");
        assert_eq!(Lang::En.small_number(0.0), "0");
        assert_eq!(Lang::En.small_number(3.0), "3.0");
    }
}
