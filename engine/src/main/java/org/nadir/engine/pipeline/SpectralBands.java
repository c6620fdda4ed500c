package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.bands.BandPhoto;
import org.nadir.engine.bands.BandRig;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.bands.Capture;
import org.nadir.engine.bands.Radiometry;
import org.nadir.engine.ortho.BandPhotos;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.Plane;

/// The bands of the orthophoto of a survey of several bands: first those of the spectrum, then the channels of the colour
/// photos where the rig takes any.
final class SpectralBands implements BandPhotos {

    private static final String COLOUR = "RGB";
    private static final List<String> CHANNELS = List.of("red", "green", "blue");

    /// A band of the orthophoto.
    ///
    /// @param name its description in the file
    /// @param band whose photos show it
    /// @param channel of these photos
    private record Source(String name, String band, int channel) {}

    private final BandSurvey survey;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, BandRig> rigs = new HashMap<>();
    private final Map<String, Capture> captures = new HashMap<>();
    private final Radiometry radiometry;

    SpectralBands(BandSurvey survey, List<BandRig> rigs, Radiometry radiometry) {
        this.survey = survey;
        this.radiometry = radiometry;
        rigs.forEach(rig -> this.rigs.put(rig.band(), rig));
        for (String band : survey.bands()) {
            if (!band.equals(COLOUR)) {
                sources.add(new Source(band, band, 0));
            }
        }
        if (survey.bands().contains(COLOUR)) {
            for (int channel = 0; channel < CHANNELS.size(); channel++) {
                sources.add(new Source(COLOUR + " " + CHANNELS.get(channel), COLOUR, channel));
            }
        }
        for (Capture capture : survey.captures()) {
            BandPhoto photo = capture.find(survey.primary());
            if (photo != null) {
                captures.put(photo.name(), capture);
            }
        }
    }

    /// What the bands are called, in order.
    List<String> names() {
        return sources.stream().map(Source::name).toList();
    }

    @Override
    public int count() {
        return sources.size();
    }

    @Override
    public @Nullable Shot shot(Shot shot, int band) {
        String name = sources.get(band).band;
        BandPhoto photo = photo(shot, name);
        BandRig rig = rigs.get(name);
        if (photo == null || !radiometry.isUsable(photo)) {
            return null;
        }
        if (name.equals(survey.primary())) {
            return shot;
        }
        return rig == null ? null : rig.shot(shot, photo);
    }

    private @Nullable BandPhoto photo(Shot shot, String band) {
        Capture capture = captures.get(shot.name());
        return capture == null ? null : capture.find(band);
    }

    @Override
    public Plane read(Shot shot, int band) throws IOException {
        Source source = sources.get(band);
        BandPhoto photo = photo(shot, source.band);
        if (photo == null) {
            throw new IOException(shot.name() + " has no band " + source.band);
        }
        Plane stored = ImageDecoder.decodePlane(photo.file(), source.channel);
        return source.band.equals(COLOUR) ? stored : radiometry.measured(photo, stored);
    }
}
