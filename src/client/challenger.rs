//! The engine for the GPU, which comes behind the one for the CPU and takes its place where it has
//! shown that it is faster. Pure but for its worker.

use protocol::messages::{Device, DeviceReason, DeviceReport, JobId};

use super::machine::Ready;
use super::transport::Transport;
use super::watchdog::Watchdog;

/// A second engine on its way, or waiting for a moment in which nothing is lost.
pub struct Challenger {
    /// Its worker.
    pub transport: Transport,
    /// Its number among all workers.
    pub generation: u32,
    /// The job of its start, once it was greeted.
    pub start: Option<JobId>,
    /// What it knows, once it has shown that it is faster.
    pub winner: Option<Ready>,
    /// Notices when it has gone silent on its way.
    pub watchdog: Watchdog,
}

/// Why the engine for the CPU goes on, or with what reason that for the GPU takes its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The engine for the CPU goes on.
    Stay(DeviceReason),
    /// The other one takes its place.
    TakeOver(DeviceReason),
}

/// Compares two engines that are ready by their times for a batch of images.
pub fn outcome(champion: &DeviceReport, challenger: &DeviceReport) -> Outcome {
    let (Some(cpu), Some(gpu)) = (champion.times, challenger.times) else {
        return Outcome::Stay(challenger.reason.clone());
    };
    match challenger.device {
        // It found out by itself that the GPU is of no use.
        Device::Cpu => Outcome::Stay(challenger.reason.clone()),
        Device::Webgpu { .. } if gpu.batch_ms < cpu.batch_ms => {
            Outcome::TakeOver(DeviceReason::GpuFaster { cpu, gpu })
        }
        Device::Webgpu { .. } => Outcome::Stay(DeviceReason::CpuFaster { cpu, gpu }),
    }
}

#[cfg(test)]
mod tests {
    use protocol::messages::Times;

    use super::*;

    fn report(device: Device, batch_ms: f64) -> DeviceReport {
        let times = Some(Times { one_ms: 2.0, batch_ms });
        let reason = DeviceReason::SelfTestPassed;
        DeviceReport { device, reason, self_test_difference: None, times }
    }

    fn gpu(batch_ms: f64) -> DeviceReport {
        report(Device::Webgpu { adapter: "A".to_owned(), software: false }, batch_ms)
    }

    #[test]
    fn the_faster_one_with_a_batch_works_on() {
        let cpu = report(Device::Cpu, 20.0);
        assert!(matches!(outcome(&cpu, &gpu(5.0)), Outcome::TakeOver(_)));
        let Outcome::Stay(DeviceReason::CpuFaster { cpu, gpu }) = outcome(&cpu, &gpu(54.0)) else {
            panic!("the CPU is faster")
        };
        assert_eq!((cpu.batch_ms, gpu.batch_ms), (20.0, 54.0));
    }

    #[test]
    fn a_gpu_that_is_of_no_use_says_why_and_one_without_times_does_not_win() {
        let cpu = report(Device::Cpu, 20.0);
        let reason = DeviceReason::SelfTestFailed { difference: 0.5 };
        let refused = DeviceReport { reason: reason.clone(), ..report(Device::Cpu, 1.0) };
        assert_eq!(outcome(&cpu, &refused), Outcome::Stay(reason));
        let untimed = DeviceReport { times: None, ..gpu(1.0) };
        assert!(matches!(outcome(&cpu, &untimed), Outcome::Stay(_)));
    }
}
