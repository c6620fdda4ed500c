package org.nadir.nodeodm;

import com.fasterxml.jackson.databind.JsonNode;

/// One option that a node offers; clients rely on exactly these five keys.
///
/// @param type `int`, `float`, `string`, `bool` or `enum`
/// @param value the default, always as text
/// @param domain a text such as `positive integer`, or for `enum` an array of texts
public record NodeOption(String name, String type, String value, JsonNode domain, String help) {}
