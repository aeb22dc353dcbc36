package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One parsed document.
 *
 * @param root its value
 * @param lines the line of each value by path, aliases without their inside
 */
record Tree(JsonNode root, Map<String, Integer> lines) {}
