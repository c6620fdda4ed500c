package org.nadir.engine.features;

/// The features of one photo, in flat arrays of equal length.
///
/// @param u pixel column of each feature in the full-size photo (first pixel centre = 0.5)
/// @param v pixel row, likewise
/// @param scale radius of the feature in full-size pixels
/// @param rgb colour under each feature, three bytes each
/// @param descriptors 128 unsigned bytes each (RootSIFT, times 512, clamped to 255); none at all after matching, see
///     [#withoutDescriptors]
public record FeatureSet(float[] u, float[] v, float[] scale, byte[] rgb, byte[] descriptors) {

    public static final int DESCRIPTOR_LENGTH = 128;

    public FeatureSet {
        int n = u.length;
        if (v.length != n
                || scale.length != n
                || rgb.length != 3 * n
                || descriptors.length != DESCRIPTOR_LENGTH * n && descriptors.length != 0) {
            throw new IllegalArgumentException("Feature arrays of unequal length");
        }
    }

    /// The same features where only their places matter: nine tenths of the memory are free again.
    public FeatureSet withoutDescriptors() {
        return new FeatureSet(u, v, scale, rgb, new byte[0]);
    }

    /// The features at the given indices, in that order.
    public FeatureSet subset(int[] indices) {
        int n = indices.length;
        var part =
                new FeatureSet(
                        new float[n],
                        new float[n],
                        new float[n],
                        new byte[3 * n],
                        new byte[DESCRIPTOR_LENGTH * n]);
        for (int k = 0; k < n; k++) {
            int i = indices[k];
            part.u[k] = u[i];
            part.v[k] = v[i];
            part.scale[k] = scale[i];
            System.arraycopy(rgb, 3 * i, part.rgb, 3 * k, 3);
            System.arraycopy(
                    descriptors,
                    DESCRIPTOR_LENGTH * i,
                    part.descriptors,
                    DESCRIPTOR_LENGTH * k,
                    DESCRIPTOR_LENGTH);
        }
        return part;
    }

    public int count() {
        return u.length;
    }
}
