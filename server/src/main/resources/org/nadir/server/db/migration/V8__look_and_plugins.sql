-- How this installation looks, as its administrators set it, and which plugins they switched. A content is a JSON object.

CREATE TABLE themes (
    id ${identity},
    name VARCHAR(255) NOT NULL UNIQUE,
    content TEXT NOT NULL
);

-- The colours that were set so far become those of the first theme.
INSERT INTO themes (name, content)
    SELECT 'Default', COALESCE((SELECT content FROM site_settings WHERE name = 'theme'), '{}');
DELETE FROM site_settings WHERE name = 'theme';

CREATE TABLE basemaps (
    id ${identity},
    name VARCHAR(255) NOT NULL UNIQUE,
    content TEXT NOT NULL
);

-- All three may be used without a key, within the terms of those who run them.
INSERT INTO basemaps (name, content) VALUES
    ('OpenStreetMap', '{"type": "tms", "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "attribution": "© <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap contributors</a>", "minzoom": "0", "maxzoom": "19"}'),
    ('OpenTopoMap', '{"type": "tms", "url": "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png", "subdomains": "abc", "attribution": "© <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap contributors</a>, SRTM, style © <a href=\"https://opentopomap.org\">OpenTopoMap</a> (CC-BY-SA)", "minzoom": "0", "maxzoom": "17"}'),
    ('USGS imagery (United States)', '{"type": "tms", "url": "https://basemap.nationalmap.gov/arcgis/rest/services/USGSImageryOnly/MapServer/tile/{z}/{y}/{x}", "attribution": "Imagery: <a href=\"https://www.usgs.gov/programs/national-geospatial-program/national-map\">USGS The National Map</a>", "minzoom": "0", "maxzoom": "16"}');

-- Plugins without a row are as they come.
CREATE TABLE plugins (
    name VARCHAR(255) PRIMARY KEY,
    enabled BOOLEAN NOT NULL
);
