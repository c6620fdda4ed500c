package org.nadir.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pages of ten, with the envelope of the lists.
///
/// @param number the page, from 1
/// @param count how many entries there are in all
public record Paging(int number, long count) {

    public static final int SIZE = 10;

    /// The page that the query asks for (`page` = a number or `last`).
    public static Paging of(Request request, long count) {
        int last = (int) Math.max(1, (count + SIZE - 1) / SIZE);
        String page = request.query("page");
        if (page == null) {
            return new Paging(1, count);
        }
        if (page.equals("last")) {
            return new Paging(last, count);
        }
        if (!page.matches("[0-9]{1,9}")) {
            throw Problem.notFound("Invalid page.");
        }
        int number = Integer.parseInt(page);
        if (number < 1 || number > last) {
            throw Problem.notFound("Invalid page.");
        }
        return new Paging(number, count);
    }

    public int offset() {
        return Math.multiplyExact(number - 1, SIZE);
    }

    /// The entries of this page.
    public <T> List<T> of(List<T> all) {
        return all.subList(Math.min(offset(), all.size()), Math.min(offset() + SIZE, all.size()));
    }

    public ObjectNode envelope(Request request, ArrayNode results) {
        ObjectNode envelope = Json.object().put("count", count);
        envelope.put("next", (long) number * SIZE < count ? link(request, number + 1) : null);
        envelope.put("previous", number > 1 ? link(request, number - 1) : null);
        envelope.set("results", results);
        return envelope;
    }

    private static @Nullable String link(Request request, int page) {
        var query = new StringBuilder("?page=").append(page);
        for (Map.Entry<String, List<String>> parameter :
                request.context().queryParamMap().entrySet()) {
            if (!parameter.getKey().equals("page") && !parameter.getKey().equals("jwt")) {
                parameter
                        .getValue()
                        .forEach(value ->
                                query.append('&')
                                        .append(encode(parameter.getKey()))
                                        .append('=')
                                        .append(encode(value)));
            }
        }
        return request.absoluteUrl(request.context().path()) + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
