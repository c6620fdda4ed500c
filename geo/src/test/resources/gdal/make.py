"""Makes the small TIFF files of this folder with GDAL's Python bindings (made with 3.6.2). Pixels follow closed forms that
the tests know: band b, column x, row y hold
  8 bit    (7x + 13y + 31b) mod 251
  16 bit   (701x + 1303y + 31b) mod 65521; when signed, less 30000, wrapped to 16 bits
  float    x/4 - 3y/2 + 100b
"""
import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()
W, H = 41, 30
y, x = np.mgrid[0:H, 0:W]


def band(kind, b):
    if kind == gdal.GDT_Byte:
        return ((7 * x + 13 * y + 31 * b) % 251).astype(np.uint8)
    if kind == gdal.GDT_UInt16:
        return ((701 * x + 1303 * y + 31 * b) % 65521).astype(np.uint16)
    if kind == gdal.GDT_Int16:
        return ((701 * x + 1303 * y + 31 * b) % 65521 - 30000).astype(np.int64).astype(np.int16)
    return (x / 4 - 3 * y / 2 + 100 * b).astype(np.float64 if kind == gdal.GDT_Float64 else np.float32)


def make(name, kind, bands, options, epsg=32616, nodata=None):
    ds = gdal.GetDriverByName("GTiff").Create(name, W, H, bands, kind, options)
    ds.SetGeoTransform((500000.5, 0.25, 0, 4500000.75, 0, -0.5))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(epsg)
    ds.SetProjection(srs.ExportToWkt())
    for b in range(bands):
        ds.GetRasterBand(b + 1).WriteArray(band(kind, b))
        if nodata is not None:
            ds.GetRasterBand(b + 1).SetNoDataValue(nodata)
    return ds


TILED = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
STRIPS = ["BLOCKYSIZE=7"]
make("u8_strips_none.tif", gdal.GDT_Byte, 1, STRIPS)
make("u8_tiles_deflate2.tif", gdal.GDT_Byte, 4, TILED + ["COMPRESS=DEFLATE", "PREDICTOR=2", "PHOTOMETRIC=RGB", "ALPHA=YES"])
make("u8_tiles_lzw_planar.tif", gdal.GDT_Byte, 3, TILED + ["COMPRESS=LZW", "INTERLEAVE=BAND", "PHOTOMETRIC=RGB"])
make("u8_strips_packbits.tif", gdal.GDT_Byte, 2, STRIPS + ["COMPRESS=PACKBITS"])
make("u8_big_endian_bigtiff.tif", gdal.GDT_Byte, 3, TILED + ["COMPRESS=DEFLATE", "ENDIANNESS=BIG", "BIGTIFF=YES"])
make("u16_strips_lzw2_big_endian.tif", gdal.GDT_UInt16, 3, STRIPS + ["COMPRESS=LZW", "PREDICTOR=2", "ENDIANNESS=BIG"])
make("u16_tiles_deflate2.tif", gdal.GDT_UInt16, 5, TILED + ["COMPRESS=DEFLATE", "PREDICTOR=2"])
make("i16_tiles_none_big_endian.tif", gdal.GDT_Int16, 1, TILED + ["ENDIANNESS=BIG"], nodata=-32768)
make("f32_tiles_deflate3.tif", gdal.GDT_Float32, 1, TILED + ["COMPRESS=DEFLATE", "PREDICTOR=3"], nodata=-9999)
# (predictor 3 with the other byte order is left out: GDAL 3.6 does not read its own such files back)
make("f32_strips_deflate_big_endian.tif", gdal.GDT_Float32, 2, STRIPS + ["COMPRESS=DEFLATE", "ENDIANNESS=BIG"])
make("f32_strips_lzw2.tif", gdal.GDT_Float32, 1, STRIPS + ["COMPRESS=LZW", "PREDICTOR=2"], epsg=4326)
make("f64_tiles_lzw3.tif", gdal.GDT_Float64, 1, TILED + ["COMPRESS=LZW", "PREDICTOR=3"], epsg=2056)

ds = make("u8_point.tif", gdal.GDT_Byte, 1, STRIPS + ["COMPRESS=DEFLATE"])
ds.SetMetadataItem("AREA_OR_POINT", "Point")
ds.GetRasterBand(1).SetDescription("near & <infra> red")
ds = None

ds = make("u8_sparse.tif", gdal.GDT_Byte, 1, TILED + ["SPARSE_OK=TRUE"])
ds = gdal.GetDriverByName("GTiff").Create("u8_sparse.tif", W, H, 1, gdal.GDT_Byte, TILED + ["SPARSE_OK=TRUE", "COMPRESS=DEFLATE"])
ds.GetRasterBand(1).WriteArray(band(gdal.GDT_Byte, 0)[0:16, 0:16], 16, 0)
ds = None

ds = make("f32_feet.tif", gdal.GDT_Float32, 1, STRIPS + ["COMPRESS=DEFLATE"])
ds.GetRasterBand(1).SetUnitType("US survey foot")
ds = None
ds = make("f32_vertical_feet.tif", gdal.GDT_Float32, 1, STRIPS + ["COMPRESS=DEFLATE"])
srs = osr.SpatialReference()
srs.SetFromUserInput("EPSG:2263+6360")
ds.SetProjection(srs.ExportToWkt())
ds = None

# Smooth colours, JPEG with shared tables and a mask, two overviews.
gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
gdal.SetConfigOption("COMPRESS_OVERVIEW", "JPEG")
gdal.SetConfigOption("PHOTOMETRIC_OVERVIEW", "YCBCR")
gdal.SetConfigOption("GDAL_TIFF_OVR_BLOCKSIZE", "64")
N = 96
Y, X = np.mgrid[0:N, 0:N]
ds = gdal.GetDriverByName("GTiff").Create("u8_jpeg_mask.tif", N, N, 3, gdal.GDT_Byte,
    ["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "COMPRESS=JPEG", "PHOTOMETRIC=YCBCR", "JPEG_QUALITY=90"])
for b, values in enumerate([2 * X + 20, 2 * Y + 30, 220 - X - Y]):
    ds.GetRasterBand(b + 1).WriteArray(values.astype(np.uint8))
ds.CreateMaskBand(gdal.GMF_PER_DATASET)
ds.GetRasterBand(1).GetMaskBand().WriteArray(np.where(X + Y < 150, 255, 0).astype(np.uint8))
ds.BuildOverviews("AVERAGE", [2, 4])
ds = None
