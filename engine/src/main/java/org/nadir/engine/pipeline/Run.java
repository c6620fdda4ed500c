package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.bands.BandPhoto;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.bands.Capture;
import org.nadir.engine.depth.DepthStage;
import org.nadir.engine.edges.SurfaceEdges;
import org.nadir.engine.fusion.CloudSpacing;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.fusion.EmptySpace;
import org.nadir.engine.fusion.SightLines;
import org.nadir.engine.mesh.SeenFromAbove;
import org.nadir.engine.mesh.SolidMesher;
import org.nadir.engine.mesh.SurfaceMesher;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.options.Options;
import org.nadir.engine.ortho.OrthophotoBuilder;
import org.nadir.engine.ortho.OrthophotoBuilder.SurfaceWindows;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.PhotoMask;
import org.nadir.engine.sfm.ControlPoint;
import org.nadir.engine.sfm.FrameChange;
import org.nadir.engine.sfm.SfmFile;
import org.nadir.engine.sfm.SfmResult;
import org.nadir.engine.split.MergedSurface;
import org.nadir.engine.split.PhotoGroups;
import org.nadir.engine.terrain.CloudFootprint;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.DemSettings;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.terrain.SurfaceModel;
import org.nadir.engine.work.Work;

/// What the stages of one run hand on. Results of finished stages are read back from the project folder when they are
/// first asked for; surface, crop and mesh are cheap enough to be made again.
final class Run {

    private static final DateTimeFormatter TIFF_TIME =
            DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    /// Cells of the surface of a split block that are kept in memory.
    static final int OVERVIEW_CELLS = 16_000_000;

    private final ProjectFolder project;
    private final Options options;
    private final RunLog log;
    private final List<Path> products = new ArrayList<>();
    private List<InputPhoto> inputs = List.of();
    private List<Photo> photos = List.of();
    private GeoReference reference = GeoReference.NONE;
    private String surveyFingerprint = "";
    private List<ControlPoint> control = List.of();
    private Map<String, String> photoGroups = Map.of();
    private Set<String> calibrated = Set.of();
    private String identicalPhotos = "";
    private boolean fineDepthMaps = true;
    private @Nullable Path alignReference;
    private @Nullable BandSurvey bands;
    private @Nullable SfmResult sfm;
    private @Nullable DenseCloud cloud;
    private @Nullable CropPolygon crop;
    private @Nullable HeightGrid surface;
    private @Nullable TriangleMesh mesh;
    private @Nullable PhotoGroups groups;
    private @Nullable MergedSurface mergedSurface;

    Run(ProjectFolder project, Options options, RunLog log) {
        this.project = project;
        this.options = options;
        this.log = log;
    }

    ProjectFolder project() {
        return project;
    }

    Options options() {
        return options;
    }

    RunLog log() {
        return log;
    }

    /// Notes a file that people will look for; its folder exists when this returns.
    Path product(Path file) throws IOException {
        if (!products.contains(file)) {
            products.add(file);
        }
        return ProjectFolder.ready(file);
    }

    void inputs(List<InputPhoto> files, List<Photo> usable, GeoReference where) {
        inputs = List.copyOf(files);
        photos = List.copyOf(usable);
        reference = where;
        log.images(usable.size());
    }

    List<InputPhoto> inputs() {
        return inputs;
    }

    List<Photo> photos() {
        return photos;
    }

    /// Notes that there is no memory for fine depth maps and what is made of them.
    void useSmallerDepthMaps() {
        fineDepthMaps = false;
    }

    boolean hasFineDepthMaps() {
        return fineDepthMaps;
    }

    /// Notes that the photos are the primary ones of a survey with several bands.
    void bands(@Nullable BandSurvey survey) {
        bands = survey;
    }

    /// The bands of the survey; null for ordinary photos.
    @Nullable BandSurvey bands() {
        return bands;
    }

    /// Notes photos that are there under several names, as a sentence.
    void identicalPhotos(String sentence) {
        identicalPhotos = sentence;
    }

    /// Empty when each photo is there once.
    String identicalPhotos() {
        return identicalPhotos;
    }

    Path bandAlignmentFile() {
        return project.sfm().resolve("band_alignment.json");
    }

    /// Notes the ground control points, in the world frame, and what tells the files of the survey from others.
    void survey(String fingerprint, List<ControlPoint> points) {
        surveyFingerprint = fingerprint;
        control = List.copyOf(points);
    }

    /// Notes the keys of cameras whose lenses are known from an earlier task.
    void calibrated(Set<String> keys) {
        calibrated = Set.copyOf(keys);
    }

    boolean isCalibrated(String cameraKey) {
        return calibrated.contains(cameraKey);
    }

    /// Notes the groups of photos, by name, from `image_groups.txt`.
    void photoGroups(Map<String, String> byPhoto) {
        photoGroups = Map.copyOf(byPhoto);
    }

    /// Groups of photos by name, empty when nobody made any.
    Map<String, String> photoGroups() {
        return photoGroups;
    }

    List<ControlPoint> control() {
        return control;
    }

    /// How the world frame lies on the earth. Unknown also when there were positions but the photos could not be brought to
    /// them.
    GeoReference reference() {
        return reference.isKnown() && isInWorldFrame() ? reference : GeoReference.NONE;
    }

    /// The frame that the positions and ground control points ask for, whether or not the photos could be brought to it.
    GeoReference intendedReference() {
        return reference;
    }

    private boolean isInWorldFrame() {
        try {
            if (sfm == null && !Files.exists(project.sfm().resolve("reconstruction.bin"))) {
                return true;
            }
            return sfm().statistics().hasGps() || sfm().statistics().hasControl();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// Changes when a photo is added, removed or replaced.
    String inputFingerprint() throws IOException {
        var text = new StringBuilder();
        for (InputPhoto input : inputs) {
            text.append(input.name()).append('|').append(Files.size(input.file()));
            Optional<Path> mask = PhotoMask.find(input.file());
            if (mask.isPresent()) {
                text.append("|mask ").append(PhotoMask.fingerprint(input.file()));
            }
            text.append('\n');
        }
        if (bands != null) {
            text.append(bands.primary()).append('\n');
            for (Capture capture : bands.captures()) {
                for (BandPhoto photo : capture.photos().values()) {
                    text.append(photo.name()).append('|').append(Files.size(photo.file()));
                    text.append('|').append(photo.band()).append('\n');
                }
            }
        }
        return StageStore.fingerprint(text.toString(), surveyFingerprint);
    }

    /// Mean capture time as ODM writes it into TIFF files; null when no photo says.
    @Nullable String captureTime() {
        var known =
                photos.stream().mapToLong(Photo::captureTimeMillis).filter(t -> t > 0).average();
        return known.isPresent()
                ? TIFF_TIME.format(Instant.ofEpochMilli((long) known.getAsDouble()))
                : null;
    }

    void sfm(SfmResult result) {
        sfm = result;
    }

    SfmResult sfm() throws IOException {
        SfmResult known = sfm;
        if (known == null) {
            known = SfmFile.read(project.sfm().resolve("reconstruction.bin"), photos);
            var alignment = AlignmentFile.read(project.alignment());
            if (alignment.isPresent()) {
                known = FrameChange.of(known, alignment.get().change());
            }
            sfm = known;
        }
        return known;
    }

    /// Notes the file that the result is to be aligned with; null for none.
    void alignReference(@Nullable Path file) {
        alignReference = file;
    }

    @Nullable Path alignReference() {
        return alignReference;
    }

    /// Goes back to the frame that the reconstruction was found in. Stages before the alignment begin with this.
    void unalign() throws IOException {
        if (Files.deleteIfExists(project.alignment())) {
            sfm = null;
            groups = null;
        }
    }

    /// Moves all that comes after into the frame of a reference; the cloud is moved by the caller.
    void align(AlignmentFile alignment) throws IOException {
        alignment.write(project.alignment());
        sfm = FrameChange.of(sfm(), alignment.change());
        groups = null;
    }

    void cloud(DenseCloud filtered) {
        cloud = filtered;
    }

    DenseCloud cloud() throws IOException {
        DenseCloud known = cloud;
        if (known == null) {
            known = CloudFile.read(project.filteredCloud());
            cloud = known;
        }
        return known;
    }

    /// Ground sampling distance in world units per pixel of the full-size photos.
    double gsdMetres() {
        try {
            return GroundSampling.metresPerPixel(sfm().scene());
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// The area of the rasters: the cloud's outline, cut back by the option `crop`.
    CropPolygon crop() throws IOException {
        CropPolygon known = crop;
        if (known == null) {
            double asked =
                    Math.max(options.number("crop"), options.flag("orthophoto-cutline") ? 0.01 : 0);
            double shrink = reference().isKnown() ? asked : 0;
            known = CloudFootprint.of(cloud(), shrink, null);
            crop = known;
        }
        return known;
    }

    DemSettings demSettings() {
        double gsd = gsdMetres();
        double cell =
                reference().isKnown()
                        ? DemSettings.cell(
                                options.number("dem-resolution") / 100,
                                gsd,
                                options.flag("ignore-gsd"))
                        : 3 * gsd;
        return new DemSettings(cell, options.integer("dem-gapfill-steps"));
    }

    /// Whether the block is made in groups of photos.
    boolean isSplit() {
        return SplitPlan.isWanted(options, photos.size());
    }

    /// The groups of the placed shots; all in one unless the block is split.
    PhotoGroups groups() throws IOException {
        PhotoGroups known = groups;
        if (known == null) {
            known = SplitPlan.groups(photoGroups, options, sfm().scene().shots(), log);
            groups = known;
        }
        return known;
    }

    /// The outline of the cloud, not cut back.
    CropPolygon outline() throws IOException {
        return CloudFootprint.of(cloud(), 0, null);
    }

    /// The surface of a split block, in files.
    MergedSurface mergedSurface(Work work) throws IOException {
        MergedSurface known = mergedSurface;
        if (known == null) {
            known = SplitPlan.surface(this, work);
            mergedSurface = known;
        }
        return known;
    }

    /// As [#surface] of a split block: with larger cells where the block would not fit into the memory.
    private HeightGrid overview(Work work) throws IOException {
        MergedSurface merged = mergedSurface(work);
        double cells = (double) merged.frame().width() * merged.frame().height();
        int factor = (int) Math.ceil(Math.sqrt(cells / OVERVIEW_CELLS));
        return factor > 1 ? merged.coarser(factor) : merged.rows(0, merged.frame().height());
    }

    /// The fine surface of a split block that does not fit into memory; null where [#surface] is as fine.
    @Nullable SurfaceWindows surfaceWindows(Work work) throws IOException {
        if (!isSplit() || surface(work).cell() == demSettings().cell()) {
            return null;
        }
        MergedSurface merged = mergedSurface(work);
        return (left, bottom, right, top) ->
                merged.within(left, bottom, right, top, OrthophotoBuilder.ALIGN);
    }

    /// The surface under everything that is made from above; without holes, and reaching beyond the crop polygon as far as
    /// there are points.
    HeightGrid surface(Work work) throws IOException {
        HeightGrid known = surface;
        if (known == null) {
            known = isSplit() ? overview(work) : surface(cloud(), outline(), work);
            surface = known;
        }
        return known;
    }

    /// The surface of a cloud, with edges placed as the photos show them.
    HeightGrid surface(DenseCloud points, CropPolygon area, Work work) throws IOException {
        HeightGrid grid = SurfaceModel.surface(points, area, demSettings(), work.part(0, 0.6));
        SurfaceEdges.place(
                grid,
                sfm().scene().shots(),
                gsdMetres(),
                CloudSpacing.of(points),
                work.part(0.6, 1));
        return grid;
    }

    /// The surface that the orthophoto shows: [#surface], or with the option `use-3dmesh` the 3D model's upper side.
    HeightGrid orthophotoSurface(Work work) throws IOException {
        if (options.flag("fast-orthophoto") && !options.flag("use-3dmesh") && !isSplit()) {
            return quickSurface(work);
        }
        if (!options.flag("use-3dmesh")) {
            return surface(work);
        }
        HeightGrid base = surface(work.part(0, 0.3));
        return SeenFromAbove.of(mesh(work.part(0.3, 1)), base);
    }

    /// The surface in cells of half the distance between points: with the few points of the fast orthophoto finer ones say no
    /// more, and filling the gaps between points takes most of the time.
    private HeightGrid quickSurface(Work work) throws IOException {
        DemSettings asked = demSettings();
        double cell = Math.max(asked.cell(), CloudSpacing.of(cloud()) / 2);
        return SurfaceModel.surface(
                cloud(), outline(), new DemSettings(cell, asked.gapFillSteps()), work);
    }

    /// Which sort of model the photos and options ask for.
    ModelPlan modelPlan() throws IOException {
        return ModelPlan.of(sfm().scene().shots(), options);
    }

    TriangleMesh mesh(Work work) throws IOException {
        TriangleMesh known = mesh;
        if (known == null) {
            known = modelPlan().isSolid() ? solidMesh(work) : surfaceMesh(work);
            mesh = known;
        }
        return known;
    }

    private TriangleMesh surfaceMesh(Work work) throws IOException {
        HeightGrid grid = surface(work.part(0, 0.4));
        return SurfaceMesher.mesh(
                grid,
                SurfaceMesher.Options.of(options.integer("mesh-size"), grid),
                work.part(0.4, 1));
    }

    private TriangleMesh solidMesh(Work work) throws IOException {
        return SolidMesher.mesh(
                cloud(),
                emptySpace(work),
                new SolidMesher.Options(
                        options.integer("mesh-size"),
                        options.integer("mesh-octree-depth"),
                        Math.max(gsdMetres(), CloudSpacing.of(cloud()))),
                work);
    }

    /// What the depth maps look through; nothing is known where they were deleted.
    private EmptySpace emptySpace(Work work) throws IOException {
        List<Path> maps = DepthStage.files(project.depth(), sfm().scene().shots().size());
        var alignment = AlignmentFile.read(project.alignment());
        double scale = alignment.isPresent() ? alignment.get().change().scale() : 1;
        return SightLines.of(maps, sfm().scene().shots(), scale, work);
    }

    RunSummary summary(Map<String, Double> stageSeconds) throws IOException {
        boolean placed = Files.exists(project.sfm().resolve("reconstruction.bin"));
        boolean dense = cloud != null || Files.exists(project.filteredCloud());
        return new RunSummary(
                photos.size(),
                placed ? sfm().scene().shots().size() : 0,
                placed ? sfm().statistics().reprojection().meanPixels() : Double.NaN,
                placed && reference().isKnown() ? 100 * gsdMetres() : Double.NaN,
                dense && reference().isKnown() ? crop().area() : Double.NaN,
                placed ? sfm().scene().pointCount() : 0,
                dense ? cloud().count() : 0,
                stageSeconds.values().stream().mapToDouble(Double::doubleValue).sum(),
                stageSeconds,
                ResidentMemory.peakMegabytes(),
                products);
    }
}
