package org.nadir.server.page;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.project.Project;
import org.nadir.server.project.Projects;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;

/// The pages of public tasks and projects, for anybody who has their address. They carry a title and a picture for where
/// such an address is shown as a card; those under `iframe` may stand inside pages of other sites.
public final class PublicPageRoutes {

    private final TaskAccess access;
    private final Projects projects;
    private final Pages pages;

    public PublicPageRoutes(TaskAccess access, Projects projects, Pages pages) {
        this.access = access;
        this.projects = projects;
        this.pages = pages;
    }

    public void addTo(RouteTable table) {
        for (String view : List.of("map/", "3d/")) {
            String task = "/public/task/{task}/";
            table.get(task + view, access.isPublic(), (request, it) -> task(request, it.task()))
                    .get(
                            task + "iframe/" + view,
                            access.isPublic(),
                            (request, it) -> inFrame(request, () -> task(request, it.task())));
        }
        String project = "/public/project/{uuid}/";
        table.get(project + "map/", publicProject(), this::project)
                .get(
                        project + "iframe/map/",
                        publicProject(),
                        (request, it) -> inFrame(request, () -> project(request, it)));
    }

    private Guard<Project> publicProject() {
        return request -> projects.findPublic(request.path("uuid")).orElseThrow(Problem::notFound);
    }

    private static void inFrame(Request request, Runnable page) {
        page.run();
        request.context().header("Content-Security-Policy", "frame-ancestors *");
    }

    private void task(Request request, Task task) {
        String title = task.name().isEmpty() ? "Task" : task.name();
        show(request, title, task.projectId(), task.publicId());
    }

    /// The picture of a project is that of its newest task.
    private void project(Request request, Project project) {
        List<Projects.TaskKey> tasks =
                projects.tasks(List.of(project.id())).getOrDefault(project.id(), List.of());
        String newest = tasks.isEmpty() ? null : tasks.getLast().publicId();
        show(request, project.name(), project.id(), newest);
    }

    private void show(Request request, String title, long project, @Nullable String task) {
        var head = new StringBuilder(meta("og:title", title)).append(meta("og:type", "website"));
        if (task != null) {
            String picture = "/api/projects/" + project + "/tasks/" + task + "/thumbnail?size=630";
            head.append(meta("og:image", request.absoluteUrl(picture)));
        }
        request.html(200, pages.app(head.toString()));
    }

    private static String meta(String property, String content) {
        return "<meta property=\"%s\" content=\"%s\">\n".formatted(property, Pages.escape(content));
    }
}
