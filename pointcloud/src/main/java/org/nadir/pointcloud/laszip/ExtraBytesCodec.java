package org.nadir.pointcloud.laszip;

/// BYTE, version 2: bytes beyond the standard fields, each coded as a step from the same byte of the record before.
final class ExtraBytesCodec implements ItemCodec {

    private final byte[] last;
    private final SymbolModel[] steps;

    ExtraBytesCodec(int size) {
        last = new byte[size];
        steps = new SymbolModel[size];
        for (int i = 0; i < size; i++) {
            steps[i] = new SymbolModel(256);
        }
    }

    @Override
    public int size() {
        return last.length;
    }

    @Override
    public void start(byte[] record, int at) {
        System.arraycopy(record, at, last, 0, last.length);
        for (SymbolModel model : steps) {
            model.reset();
        }
    }

    @Override
    public void encode(ArithmeticEncoder encoder, byte[] record, int at) {
        for (int i = 0; i < last.length; i++) {
            encoder.encodeSymbol(steps[i], record[at + i] - last[i] & 0xFF);
            last[i] = record[at + i];
        }
    }

    @Override
    public void decode(ArithmeticDecoder decoder, byte[] record, int at) {
        for (int i = 0; i < last.length; i++) {
            last[i] += (byte) decoder.decodeSymbol(steps[i]);
            record[at + i] = last[i];
        }
    }
}
