package dev.releaserecord.plan.pull;

import dev.releaserecord.image.PinnedImage;

/** One question to a registry: whether it hands out an image to whoever comes with that access. */
public record Pull(PinnedImage image, PullAccess access) {}
