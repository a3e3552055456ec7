use burn::tensor::{Device, Int};

use super::*;
use crate::drawn::drawn;

fn assert_close(one: Tensor<4>, other: Tensor<4>, what: &str) {
    assert_eq!(one.dims(), other.dims(), "{what}");
    let largest = (one - other).abs().max().into_scalar::<f32>();
    assert!(largest < 1e-3, "{what}: {largest}");
}

/// Values and both gradients, each window with another one.
fn check(x: &Tensor<4>, weight: &Tensor<4>) {
    let device = Device::flex().autodiff();
    let of = |operation: fn(Tensor<4>, Tensor<4>) -> Tensor<4>| {
        let x = Tensor::<4>::from_data(x.to_data(), &device).require_grad();
        let weight = Tensor::<4>::from_data(weight.to_data(), &device).require_grad();
        let halved = operation(x.clone(), weight.clone());
        let count = halved.shape().num_elements() as i64;
        let weights = Tensor::<1, Int>::arange(0..count, &device).float() / count as f32;
        let gradients = (halved.clone() * weights.reshape(halved.dims())).sum().backward();
        [halved.inner(), x.grad(&gradients).unwrap(), weight.grad(&gradients).unwrap()]
    };
    let [own, theirs] = [of(convolve_and_halve), of(burns)];
    for ((own, theirs), what) in own.into_iter().zip(theirs).zip(["values", "image", "kernels"]) {
        assert_close(own, theirs, what);
    }
    assert_close(
        convolve_and_halve(x.clone(), weight.clone()),
        burns(x.clone(), weight.clone()),
        "values without gradients",
    );
}

#[test]
fn values_and_gradients_are_those_of_burn() {
    let mut random = drawn(3);
    check(&random([3, 2, 8, 6]), &random([5, 2, 3, 3]));
    check(&random([2, 1, 28, 28]), &random([4, 1, 5, 5]));
    // A row and a column too many.
    check(&random([2, 3, 7, 5]), &random([2, 3, 3, 3]));
    check(&random([2, 3, 4, 4]), &random([2, 3, 1, 1]));
}

#[test]
fn a_batch_of_several_portions_is_as_one() {
    let mut random = drawn(4);
    let (x, weight) = (random([33, 6, 14, 14]), random([8, 6, 3, 3]));
    assert!(Sizes::of(&x, &weight).images_at_once(6) < 33);
    check(&x, &weight);
    // More channels come out than go in, so the way back has smaller portions.
    check(&random([21, 4, 14, 14]), &random([40, 4, 3, 3]));
    check(&random([1, 4, 14, 14]), &random([40, 4, 3, 3]));
}

#[test]
fn tile_by_tile_is_as_one() {
    let mut random = drawn(7);
    // Whole tiles; tiles that reach beyond the image; a row and a column too many.
    for (x, weight) in [
        ([6, 8, 16, 12], [9, 8, 3, 3]),
        ([33, 16, 14, 14], [8, 16, 3, 3]),
        ([8, 8, 9, 11], [12, 8, 3, 3]),
        ([70, 9, 5, 3], [8, 9, 3, 3]),
        // A part's last portion is shorter than the others.
        ([19, 8, 14, 14], [9, 8, 3, 3]),
    ] {
        let (x, weight) = (random(x), random(weight));
        assert!(Sizes::of(&x, &weight).suits_tiles());
        check(&x, &weight);
    }
}

#[test]
fn the_sums_do_not_depend_on_the_number_of_threads() {
    let mut random = drawn(8);
    let (x, weight) = (random([19, 8, 14, 14]), random([9, 8, 3, 3]));
    let sizes = Sizes::of(&x, &weight);
    let values = |tensor: &Tensor<4>| tensor.to_data().try_to_vec::<f32>().unwrap();
    let (x, weight) = (values(&x), values(&weight));
    let of = |threads: usize| {
        let work = || {
            let Halved { values, winners } = sizes.forward(&x, &weight);
            let (mut image, mut kernels) = (vec![0.0; x.len()], vec![0.0; weight.len()]);
            let wanted = Wanted { image: Some(&mut image), kernels: Some(&mut kernels) };
            sizes.backward(&x, &weight, &values, &winners, wanted);
            (values, image, kernels)
        };
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
    };
    assert!(of(1) == of(3));
}

#[test]
fn a_view_into_a_larger_tensor_is_read_as_it_looks() {
    let mut random = drawn(5);
    let (x, weight) = (random([4, 3, 6, 6]), random([3, 5, 3, 3]));
    let weight = weight.permute([1, 0, 3, 2]);
    check(&x.clone().narrow(0, 1, 2), &weight);
    check(&x.permute([0, 1, 3, 2]), &weight);
}

#[test]
fn of_equal_values_the_first_has_the_gradient() {
    let device = Device::flex().autodiff();
    let x = Tensor::<4>::ones([1, 1, 4, 4], &device).require_grad();
    let halved = convolve_and_halve(x.clone(), Tensor::ones([1, 1, 1, 1], &device));
    let gradient = x.grad(&halved.sum().backward()).unwrap().into_data();
    let first = [1., 0., 1., 0., 0., 0., 0., 0., 1., 0., 1., 0., 0., 0., 0., 0.];
    assert_eq!(gradient.try_to_vec::<f32>().unwrap(), first);
}

#[test]
fn what_is_not_learned_gets_no_gradient_and_the_other_its_own() {
    let device = Device::flex().autodiff();
    let mut random = drawn(6);
    let (x, weight) = (random([3, 2, 6, 6]), random([4, 2, 3, 3]));
    let of = |learns_image: bool, learns_weight: bool| {
        let on = |tensor: &Tensor<4>, learns: bool| {
            let tensor = Tensor::<4>::from_data(tensor.to_data(), &device);
            if learns { tensor.require_grad() } else { tensor }
        };
        let (x, weight) = (on(&x, learns_image), on(&weight, learns_weight));
        let gradients = convolve_and_halve(x.clone(), weight.clone()).sum().backward();
        (x.grad(&gradients), weight.grad(&gradients))
    };
    let (image, kernels) = of(true, true);
    let ((image_alone, none), (nothing, kernels_alone)) = (of(true, false), of(false, true));
    assert!(none.is_none() && nothing.is_none());
    assert_close(image.unwrap(), image_alone.unwrap(), "image");
    assert_close(kernels.unwrap(), kernels_alone.unwrap(), "kernels");
}

#[test]
fn an_image_smaller_than_the_kernels_margin_is_left_to_burn() {
    let mut random = drawn(9);
    let halved = convolve_and_halve(random([1, 1, 2, 2]), random([1, 1, 5, 5]));
    assert_eq!(halved.dims(), [1, 1, 1, 1]);
}
