package org.nadir.geo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Coordinates know nothing of files; nothing here knows pictures or anything above.
class ArchitectureTest {

    @Test
    void pointsDownwardsOnly() {
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.nadir.geo");
        noClasses()
                .that()
                .resideInAPackage("org.nadir.geo")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.nadir.geo.tiff")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "org.nadir.imaging..", "org.nadir.tiles..")
                .because("only JPEG blocks use the JDK's codec")
                .allowEmptyShould(true)
                .check(
                        classes.that(
                                com.tngtech.archunit.base.DescribedPredicate.describe(
                                        "others than reader and writer of JPEG blocks",
                                        type -> !type.getSimpleName().startsWith("JpegBlock"))));
    }
}
