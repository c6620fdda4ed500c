/// Photos and pictures: their tags, their pixels, and making files of them.
///
/// - Tags: [PhotoTagReader] reads [PhotoTags] from EXIF and XMP without decoding the pixels.
/// - Pixels: [ImageDecoder] gives [RgbImage] or [GrayImage]; both are plain byte arrays. Pixels are as stored: the EXIF
///   orientation is only applied by [Thumbnail].
/// - Scaling and sampling: `RgbImage.resized`, `bilinear`; pixel centres are at integer + 0.5 everywhere.
/// - Files: [ImageEncoder] for JPEG and PNG in memory, [PngWriter] row by row for pictures of any height.
///
/// A file that cannot be used is an [UnreadableImageException] that names it. Leans on the JDK's codecs and
/// metadata-extractor.
@NullMarked
package org.nadir.imaging;

import org.jspecify.annotations.NullMarked;
