package org.nadir.engine.sfm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Statistics as bytes, part of [SfmFile].
final class StatisticsCodec {

    private StatisticsCodec() {}

    static void write(DataOutputStream out, SfmStatistics s) throws IOException {
        out.writeInt(s.components());
        SfmStatistics.TrackSummary tracks = s.tracks();
        out.writeInt(tracks.initialPhotos());
        out.writeInt(tracks.initialTracks());
        out.writeInt(tracks.points());
        out.writeInt(tracks.observations());
        out.writeDouble(tracks.averageLength());
        out.writeDouble(tracks.averageLengthOverTwo());
        writeIntegers(out, tracks.lengthHistogram());
        SfmStatistics.Reprojection reprojection = s.reprojection();
        out.writeDouble(reprojection.meanPixels());
        out.writeDouble(reprojection.rmsPixels());
        out.writeDouble(reprojection.meanNormalised());
        out.writeDouble(reprojection.meanAngular());
        writeHistogram(out, reprojection.pixels());
        writeHistogram(out, reprojection.normalised());
        writeHistogram(out, reprojection.angular());
        out.writeInt(s.cameras().size());
        for (var entry : new TreeMap<>(s.cameras()).entrySet()) {
            out.writeUTF(entry.getKey());
            SfmFile.writeCamera(out, entry.getValue().initial());
            SfmFile.writeCamera(out, entry.getValue().optimised());
        }
        out.writeInt(s.shots().size());
        for (SfmStatistics.ShotSummary shot : s.shots()) {
            out.writeUTF(shot.name());
            out.writeInt(shot.detected());
            out.writeInt(shot.observations());
            out.writeDouble(shot.meanPixels());
            writeDoubles(out, shot.covariance());
        }
        out.writeInt(s.unplaced().size());
        for (String name : s.unplaced()) {
            out.writeUTF(name);
        }
        writeErrors(out, s.gps());
        writeErrors(out, s.control());
        writeErrors(out, s.check());
        out.writeInt(s.controlPoints().size());
        for (SfmStatistics.ControlPointResult point : s.controlPoints()) {
            writePoint(out, point);
        }
    }

    private static void writePoint(DataOutputStream out, SfmStatistics.ControlPointResult point)
            throws IOException {
        out.writeUTF(point.name());
        out.writeUTF(point.state().name());
        writeDoubles(out, point.given());
        writeDoubles(out, point.error());
        out.writeDouble(point.meanPixels());
        out.writeInt(point.marks().size());
        for (SfmStatistics.MarkResult mark : point.marks()) {
            out.writeUTF(mark.photo());
            out.writeDouble(mark.u());
            out.writeDouble(mark.v());
            out.writeDouble(mark.reprojectedU());
            out.writeDouble(mark.reprojectedV());
            out.writeBoolean(mark.wrong());
        }
    }

    static SfmStatistics read(DataInputStream in) throws IOException {
        int components = in.readInt();
        var tracks =
                new SfmStatistics.TrackSummary(
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readDouble(),
                        in.readDouble(),
                        readIntegers(in));
        var reprojection =
                new SfmStatistics.Reprojection(
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        readHistogram(in),
                        readHistogram(in),
                        readHistogram(in));
        Map<String, SfmStatistics.CameraChange> cameras = new LinkedHashMap<>();
        int cameraCount = in.readInt();
        for (int i = 0; i < cameraCount; i++) {
            String id = in.readUTF();
            var initial = SfmFile.readCamera(in);
            cameras.put(id, new SfmStatistics.CameraChange(initial, SfmFile.readCamera(in)));
        }
        return new SfmStatistics(
                components,
                tracks,
                reprojection,
                cameras,
                readShots(in),
                readNames(in),
                readErrors(in),
                readErrors(in),
                readErrors(in),
                readControl(in));
    }

    private static List<SfmStatistics.ShotSummary> readShots(DataInputStream in)
            throws IOException {
        var shots = new ArrayList<SfmStatistics.ShotSummary>();
        int n = in.readInt();
        for (int i = 0; i < n; i++) {
            shots.add(
                    new SfmStatistics.ShotSummary(
                            in.readUTF(),
                            in.readInt(),
                            in.readInt(),
                            in.readDouble(),
                            readDoubles(in)));
        }
        return shots;
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        var names = new ArrayList<String>();
        int n = in.readInt();
        for (int i = 0; i < n; i++) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static List<SfmStatistics.ControlPointResult> readControl(DataInputStream in)
            throws IOException {
        var points = new ArrayList<SfmStatistics.ControlPointResult>();
        int n = in.readInt();
        for (int i = 0; i < n; i++) {
            points.add(
                    new SfmStatistics.ControlPointResult(
                            in.readUTF(),
                            readState(in),
                            readDoubles(in),
                            readDoubles(in),
                            in.readDouble(),
                            readMarks(in)));
        }
        return points;
    }

    private static SfmStatistics.ControlState readState(DataInputStream in) throws IOException {
        String name = in.readUTF();
        try {
            return SfmStatistics.ControlState.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("Not a reconstruction file: control state " + name, unknown);
        }
    }

    private static List<SfmStatistics.MarkResult> readMarks(DataInputStream in) throws IOException {
        var marks = new ArrayList<SfmStatistics.MarkResult>();
        int n = in.readInt();
        for (int i = 0; i < n; i++) {
            marks.add(
                    new SfmStatistics.MarkResult(
                            in.readUTF(),
                            in.readDouble(),
                            in.readDouble(),
                            in.readDouble(),
                            in.readDouble(),
                            in.readBoolean()));
        }
        return marks;
    }

    private static void writeErrors(DataOutputStream out, SfmStatistics.@Nullable AxisErrors errors)
            throws IOException {
        out.writeBoolean(errors != null);
        if (errors == null) {
            return;
        }
        writeDoubles(out, errors.mean());
        writeDoubles(out, errors.deviation());
        writeDoubles(out, errors.rms());
        out.writeDouble(errors.average());
        out.writeDouble(errors.ce90());
        out.writeDouble(errors.le90());
    }

    private static SfmStatistics.@Nullable AxisErrors readErrors(DataInputStream in)
            throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        return new SfmStatistics.AxisErrors(
                readDoubles(in),
                readDoubles(in),
                readDoubles(in),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    private static void writeHistogram(DataOutputStream out, SfmStatistics.Histogram histogram)
            throws IOException {
        writeDoubles(out, histogram.edges());
        writeIntegers(out, histogram.counts());
    }

    private static SfmStatistics.Histogram readHistogram(DataInputStream in) throws IOException {
        return new SfmStatistics.Histogram(readDoubles(in), readIntegers(in));
    }

    private static void writeDoubles(DataOutputStream out, List<Double> numbers)
            throws IOException {
        out.writeInt(numbers.size());
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static List<Double> readDoubles(DataInputStream in) throws IOException {
        var numbers = new ArrayList<Double>();
        int n = in.readInt();
        for (int i = 0; i < n; i++) {
            numbers.add(in.readDouble());
        }
        return List.copyOf(numbers);
    }

    private static void writeIntegers(DataOutputStream out, List<Integer> numbers)
            throws IOException {
        out.writeInt(numbers.size());
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static List<Integer> readIntegers(DataInputStream in) throws IOException {
        var numbers = new ArrayList<Integer>();
        int n = in.readInt();
        for (int i = 0; i < n; i++) {
            numbers.add(in.readInt());
        }
        return List.copyOf(numbers);
    }
}
