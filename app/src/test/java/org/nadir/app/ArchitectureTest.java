package org.nadir.app;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/// The arrows of ARCHITECTURE.md, so that the drawing cannot drift from the code.
class ArchitectureTest {

    private static final JavaClasses PROGRAM =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(
                            "org.nadir.geo",
                            "org.nadir.imaging",
                            "org.nadir.pointcloud",
                            "org.nadir.engine",
                            "org.nadir.tiles",
                            "org.nadir.nodeodm",
                            "org.nadir.node",
                            "org.nadir.server",
                            "org.nadir.app");

    @Test
    void modulesUseOnlyWhatStandsBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.nadir..")
                .layer("geo")
                .definedBy("org.nadir.geo..")
                .layer("imaging")
                .definedBy("org.nadir.imaging..")
                .layer("pointcloud")
                .definedBy("org.nadir.pointcloud..")
                .layer("engine")
                .definedBy("org.nadir.engine..")
                .layer("tiles")
                .definedBy("org.nadir.tiles..")
                .layer("nodeodm")
                .definedBy("org.nadir.nodeodm..")
                .layer("node")
                .definedBy("org.nadir.node..")
                .layer("server")
                .definedBy("org.nadir.server..")
                .layer("app")
                .definedBy("org.nadir.app..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("node")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("nodeodm")
                .mayOnlyBeAccessedByLayers("node", "server", "app")
                .whereLayer("tiles")
                .mayOnlyBeAccessedByLayers("engine", "server")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("node", "app")
                .whereLayer("pointcloud")
                .mayOnlyBeAccessedByLayers("engine", "server")
                .whereLayer("imaging")
                .mayOnlyBeAccessedByLayers("engine", "tiles", "server")
                .whereLayer("geo")
                .mayOnlyBeAccessedByLayers("imaging", "pointcloud", "engine", "tiles", "server")
                .check(PROGRAM);
    }

    @Test
    void theEngineKnowsNoHttpAndNoDatabase() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.nadir.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "java.net.http..", "java.sql..", "org.jdbi..")
                .check(PROGRAM);
    }

    /// Bottom to top; each may use only those before it.
    @Test
    void enginePackagesStandInTheOrderOfTheStages() {
        String[] order = {
            "work",
            "options",
            "survey",
            "math",
            "camera",
            "scene",
            "features",
            "matching",
            "geometry",
            "bundle",
            "sfm",
            "bands",
            "depth",
            "fusion",
            "terrain",
            "edges",
            "split",
            "align",
            "mesh",
            "texture",
            "ortho",
            "report",
            "pipeline"
        };
        // Two-view geometry stands below matching, which verifies with it.
        for (int low = 0; low < order.length; low++) {
            for (int high = low + 1; high < order.length; high++) {
                if (order[low].equals("matching") && order[high].equals("geometry")) {
                    continue;
                }
                ArchRuleDefinition.noClasses()
                        .that()
                        .resideInAPackage("org.nadir.engine." + order[low] + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.nadir.engine." + order[high] + "..")
                        .allowEmptyShould(true)
                        .check(PROGRAM);
            }
        }
    }
}
