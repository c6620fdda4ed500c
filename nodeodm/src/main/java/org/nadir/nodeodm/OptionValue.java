package org.nadir.nodeodm;

import com.fasterxml.jackson.databind.JsonNode;

/// A chosen option: `{"name": …, "value": …}` with a value of any scalar type.
public record OptionValue(String name, JsonNode value) {}
