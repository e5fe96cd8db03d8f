using System.Reflection;
using FunctionsAgent.Access;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Local;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Access;

/// <summary>Roles rise: each route takes one and all above it, nobody below.</summary>
public sealed class RoleTests(EntraHost entra) : IClassFixture<EntraHost>
{
    private static readonly Dictionary<string, StaffRole> Routes = new()
    {
        ["GET /api/operator/conversations/{conversationId}/log"] = StaffRole.Reviewer,
        ["GET /api/operator/conversations/{conversationId}/verify"] = StaffRole.Reviewer,
        ["GET /api/operator/conversations/{conversationId}/turns/{turn}/explanation"] = StaffRole.Reviewer,
        ["GET /api/operator/describe"] = StaffRole.Reviewer,
        ["GET /api/operator/egress"] = StaffRole.Reviewer,
        ["GET /api/operator/guards"] = StaffRole.Reviewer,
        ["GET /api/operator/kpi"] = StaffRole.Reviewer,
        ["GET /api/operator/kpi/report"] = StaffRole.Reviewer,
        ["GET /api/operator/parked"] = StaffRole.Reviewer,
        ["GET /api/operator/queues"] = StaffRole.Reviewer,
        ["GET /api/operator/registrations"] = StaffRole.Reviewer,
        ["GET /api/operator/registrations/log"] = StaffRole.Reviewer,
        ["POST /api/operator/registrations/revoke"] = StaffRole.Admin,
        ["GET /api/operator/reviews"] = StaffRole.Reviewer,
        ["GET /api/operator/reviews/next"] = StaffRole.Reviewer,
        ["POST /api/operator/reviews"] = StaffRole.Reviewer,
        ["GET /api/operator/traces"] = StaffRole.Reviewer,
        ["GET /api/operator/handoffs"] = StaffRole.Staff,
        ["POST /api/operator/kpi/recompute"] = StaffRole.Staff,
        ["POST /api/operator/pause"] = StaffRole.Staff,
        ["POST /api/operator/requeue"] = StaffRole.Staff,
        ["POST /api/operator/resume"] = StaffRole.Staff,
        ["POST /api/operator/find"] = StaffRole.Staff,
        ["POST /api/operator/erase"] = StaffRole.Admin,
        ["POST /api/operator/packages"] = StaffRole.Owner,
        ["POST /api/operator/ready"] = StaffRole.Owner,
        ["GET /api/operator/ready"] = StaffRole.Reviewer,
        ["GET /api/operator/versions"] = StaffRole.Reviewer,
        ["GET /api/operator/agents/{agent}/articles"] = StaffRole.Reviewer,
        ["PUT /api/operator/agents/{agent}/articles/{id}"] = StaffRole.Owner,
        ["POST /api/operator/agents/{agent}/articles/{id}/retire"] = StaffRole.Owner,
        ["DELETE /api/operator/agents/{agent}/articles/{id}/retire"] = StaffRole.Owner,
        ["GET /api/operator/me"] = StaffRole.None,
    };

    public static TheoryData<string> Listed => [.. Routes.Keys];

    [Fact]
    public void Every_method_of_the_operators_names_its_role() => Assert.All(
        ((Type[])[typeof(OperatorApi), typeof(DataCareApi), typeof(KpiApi), typeof(PublishApi), typeof(KnowledgeApi), typeof(RegistrationsApi), typeof(ExplainApi), typeof(ReviewApi), typeof(EgressApi)]).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)),
        method => Assert.True(method.GetCustomAttribute<NeedsRoleAttribute>() is { Role: > StaffRole.None }, $"{method.Name} lets anybody in or nobody: it names no role."));

    [Fact]
    public void Every_operators_route_is_in_the_table()
    {
        var served = FunctionCatalog.Of(typeof(LocalHost).Assembly).Entries.Select(entry => entry.Trigger).OfType<Trigger.Http>()
            .Where(http => http.Route.StartsWith("api/operator/", StringComparison.Ordinal)).SelectMany(http => http.Methods.Select(method => $"{method} /{http.Route}"));
        Assert.Equal(Routes.Keys.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task A_route_takes_its_role_and_those_above_and_refuses_those_below(string route)
    {
        foreach (var role in Enum.GetValues<StaffRole>())
            foreach (var token in (string[])[entra.Issuer.App(Name(role)), entra.Issuer.User(Name(role), "Agent.Call", "reviewer", "4")])
            {
                var response = await AskAsync(route, token);
                if (role >= Routes[route]) Assert.False((int)response.StatusCode is 401 or 403 or >= 500, $"{role} got {(int)response.StatusCode}.");
                else await ProblemAssert.IsAsync(response, 403, "missing-role");
            }
        await ProblemAssert.IsAsync(await AskAsync(route, null), 401, "unauthorized");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("4")]
    [InlineData("Admin,Owner")]
    [InlineData(" Admin")]
    [InlineData("None")]
    public async Task What_only_looks_like_a_role_is_none(string role) =>
        await ProblemAssert.IsAsync(await entra.GetAsync("/api/operator/parked", entra.Issuer.App(role)), 403, "missing-role");

    [Fact]
    public async Task The_highest_of_several_roles_counts() =>
        Assert.Equal(422, (int)(await entra.PostAsync("/api/operator/packages", entra.Issuer.User("Reviewer", "Owner"), """{"files":{"agent.yaml":""}}""")).StatusCode);

    [Fact]
    public async Task A_refused_order_changes_nothing_and_the_same_by_staff_names_who_gave_it()
    {
        var order = """{"agent":"retail-support","channel":"webhook"}""";
        var rows = entra.Host.Rows();
        await ProblemAssert.IsAsync(await entra.PostAsync("/api/operator/pause", entra.Issuer.User("Reviewer"), order), 403, "missing-role");
        Assert.Equal(rows, entra.Host.Rows());

        Assert.Equal(200, (int)(await entra.PostAsync("/api/operator/pause", entra.Issuer.User("Staff"), order)).StatusCode);
        Assert.NotEqual(rows, entra.Host.Rows());
    }

    private static string Name(StaffRole role) => role == StaffRole.None ? "Visitor" : role.ToString();

    private Task<HttpResponseMessage> AskAsync(string route, string? token)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{conversationId}", new string('A', 43), StringComparison.Ordinal));
        return method == "GET" ? entra.GetAsync(path, token) : entra.Host.Client.SendAsync(ProblemAssert.Request(new(method), path, token, ProblemAssert.Utf8("{}")));
    }
}
