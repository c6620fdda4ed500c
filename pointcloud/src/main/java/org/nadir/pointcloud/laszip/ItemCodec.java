package org.nadir.pointcloud.laszip;

/// Codes one group of fields of a point record against the record before it. Fields lie at the given offset in arrays of
/// raw little-endian records.
sealed interface ItemCodec permits PointCodec, TimeCodec, ColourCodec, ExtraBytesCodec {

    /// Bytes of the item in a record.
    int size();

    /// Forgets everything and takes the item at `at` as the one before the next.
    void start(byte[] record, int at);

    void encode(ArithmeticEncoder encoder, byte[] record, int at);

    void decode(ArithmeticDecoder decoder, byte[] record, int at);
}
