"""Makes the small rasters of this folder and the tiles that GDAL's warper cuts from them (made with 3.6.2)."""
import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()
HALF = 20037508.342789244
W, H = 150, 130
y, x = np.mgrid[0:H, 0:W]


def raster(name, bands, kind, epsg, left, top, pixel, nodata=None, options=()):
    ds = gdal.GetDriverByName("GTiff").Create(name, W, H, len(bands), kind, ["COMPRESS=DEFLATE", *options])
    ds.SetGeoTransform((left, pixel, 0, top, 0, -pixel))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(epsg)
    ds.SetProjection(srs.ExportToWkt())
    for i, values in enumerate(bands):
        ds.GetRasterBand(i + 1).WriteArray(values)
        if nodata is not None:
            ds.GetRasterBand(i + 1).SetNoDataValue(nodata)
    return ds


def tile(source, target, z, tx, ty, size, how):
    side = 2 * HALF / 2**z
    box = (tx * side - HALF, HALF - (ty + 1) * side, (tx + 1) * side - HALF, HALF - ty * side)
    gdal.Warp(target, source, dstSRS="EPSG:3857", outputBounds=box, width=size, height=size, resampleAlg=how,
              errorThreshold=0, overviewLevel="NONE", creationOptions=["COMPRESS=DEFLATE", "PREDICTOR=2" if how == "near" else "PREDICTOR=3"])


# Heights in UTM 15N near 46.84 north, with a round edge; 0.5 m pixels.
inside = (x - 75) ** 2 + (y - 65) ** 2 < 60**2
height = (200 + 8 * np.sin(x * 0.09) * np.cos(y * 0.07) + 0.02 * x).astype(np.float32)
ds = raster("dem.tif", [np.where(inside, height, -9999).astype(np.float32)], gdal.GDT_Float32, 32615, 577000.25, 5188000.75, 0.5, -9999, ["PREDICTOR=3"])
ds = None
tile("dem.tif", "dem_tile.tif", 19, 128174, 184745, 128, "bilinear")

# Colours with opacity in the Swiss system (an oblique Mercator, turned against the map), 2 m pixels.
red = ((x // 5 + y // 7) % 2 * 160 + x // 2).astype(np.uint8)
green = (y + 40).astype(np.uint8)
blue = (255 - x).astype(np.uint8)
alpha = np.where((x > 6) & (y > 9), 255, 0).astype(np.uint8)
ds = raster("ortho.tif", [red, green, blue, alpha], gdal.GDT_Byte, 2056, 2683000, 1248000, 2.0, None, ["PHOTOMETRIC=RGB", "ALPHA=YES", "PREDICTOR=2"])
ds = None

tile("ortho.tif", "ortho_tile.tif", 17, 68645, 45899, 128, "near")
gdal.DEMProcessing("dem_hillshade.tif", "dem.tif", "hillshade", azimuth=315, altitude=45, zFactor=2,
                   alg="ZevenbergenThorne", creationOptions=["COMPRESS=DEFLATE", "PREDICTOR=2"])
ds = gdal.GetDriverByName("GTiff").Create("feet.tif", 20, 20, 1, gdal.GDT_Float32, ["COMPRESS=DEFLATE"])
ds.SetGeoTransform((577000, 1, 0, 5188000, 0, -1))
srs = osr.SpatialReference()
srs.ImportFromEPSG(32615)
ds.SetProjection(srs.ExportToWkt())
ds.GetRasterBand(1).Fill(1000)
ds.GetRasterBand(1).SetUnitType("ft")
ds = None
