package org.nadir.pointcloud.laszip;

/// Decodes one group of fields of the layered records of LAS 1.4, whose fields lie in layers of their own, each with an
/// arithmetic code of its own. Up to four scanner channels have their own statistics and their own record before.
sealed interface LayeredItem permits PointLayers, ColourLayers, WaveformLayer, ByteLayers {

    int CHANNELS = 4;

    /// Bytes of the item in a record.
    int size();

    /// Number of layers.
    int layers();

    /// Forgets everything and takes the item at `at` as the one before the next.
    ///
    /// @param layers where this item's layers begin in the chunk's
    void start(Layer[] layers, int first, byte[] record, int at, int channel);

    /// Decodes the next item to `at`.
    ///
    /// @param channel channel of the record, which the point's own item decodes and all others follow
    /// @return channel that the other items follow
    int decode(byte[] record, int at, int channel);
}
