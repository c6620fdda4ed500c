package org.nadir.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.node.TaskRecord.State;
import org.nadir.nodeodm.StageProgress;

/// A task as the protocol shows it.
final class TaskView {

    private TaskView() {}

    /// @param output console lines to include; null for none
    static Map<String, Object> of(NodeTask task, @Nullable List<String> output) {
        TaskRecord record = task.record();
        var status = new LinkedHashMap<String, Object>();
        status.put("code", record.state().code());
        if (!record.errorMessage().isEmpty()) {
            status.put("errorMessage", record.errorMessage());
        }
        var view = new LinkedHashMap<String, Object>();
        view.put("uuid", record.uuid());
        view.put("name", record.name());
        view.put("dateCreated", record.dateCreated());
        view.put(
                "processingTime",
                record.state() == State.RUNNING
                        ? System.currentTimeMillis() - record.startedMillis()
                        : record.processingTimeMillis());
        view.put("status", status);
        view.put("options", record.options());
        view.put("imagesCount", record.imagesCount());
        view.put("progress", record.progress());
        StageProgress detail = task.detail();
        if (detail != null) {
            view.put("detail", detail);
        }
        if (output != null) {
            view.put("output", output);
        }
        return view;
    }
}
