using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Knowledge;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsAgent.Tests.Pipeline;

/// <summary>Articles at run time: taken out, used again, given another text, on every instance and in every version.</summary>
public sealed class KnowledgeApiTests : IDisposable
{
    private const string Reason = "The period was changed by law.";

    private static readonly Reader Anybody = Reader.Anybody;

    private readonly ScriptPackage package = new("start_agent desk:\n    description: \"Answers.\"\n    reasoning:\n        instructions: ->\n            | Help.\n");

    public KnowledgeApiTests()
    {
        package.Write("knowledge/returns.md", Article("ann@shop.example", "Kettles can be returned within 30 days of delivery."));
        package.Write("knowledge/shop/kettles.md", Article("bob@shop.example", "You can return kettles within 14 days of delivery."));
    }

    public void Dispose() => package.Dispose();

    [Fact]
    public async Task The_list_tells_owner_review_state_and_what_was_found()
    {
        await using var host = await package.StartAsync();
        var list = await ListAsync(host);

        Assert.Equal(["returns ann@shop.example 2030-01-31 published", "shop/kettles bob@shop.example 2030-01-31 published"],
            list.GetProperty("articles").EnumerateArray().Select(a => $"{a.GetProperty("id")} {a.GetProperty("owner")} {a.GetProperty("review")} {a.GetProperty("state")}"));
        var found = Assert.Single(list.GetProperty("findings").EnumerateArray());
        Assert.Equal("contradiction", found.GetProperty("kind").GetString());
        Assert.Equal(["ann@shop.example", "bob@shop.example"], found.GetProperty("owners").EnumerateArray().Select(owner => owner.GetString()));
    }

    [Fact]
    public async Task A_retired_article_is_found_by_nobody_until_it_is_used_again()
    {
        await using var host = await package.StartAsync();
        Assert.Contains("returns", await FoundAsync(host));

        var answer = await host.Staff.PostAsJsonAsync(Route("returns/retire"), new { reason = Reason });
        Assert.Equal((200, "retired"), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString()));
        Assert.Equal(["shop/kettles"], await FoundAsync(host));
        var list = await ListAsync(host);
        var retired = list.GetProperty("articles")[0];
        Assert.Equal(("retired", "embedded-key", Reason), (retired.GetProperty("state").GetString(), retired.GetProperty("retired").GetProperty("by").GetString(), retired.GetProperty("retired").GetProperty("reason").GetString()));
        Assert.Empty(list.GetProperty("findings").EnumerateArray());

        Assert.Equal(200, (int)(await host.Staff.DeleteAsync(Route("returns/retire"))).StatusCode);
        Assert.Equal(["returns", "shop/kettles"], (await FoundAsync(host)).Order(StringComparer.Ordinal));
        Assert.Equal(["article.retired", "article.restored"], (await AuditAsync(host)).Select(row => row.Event));
        Assert.Equal((ScriptPackage.Agent, "returns", Reason, "embedded-key"), ((await AuditAsync(host))[0].Agent, (await AuditAsync(host))[0].Article, (await AuditAsync(host))[0].Reason, (await AuditAsync(host))[0].By));
    }

    [Fact]
    public async Task Another_instance_knows_it_within_ten_seconds_and_a_restarted_one_at_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await package.StartAsync();
        var served = host.Get<Packages>().Find(ScriptPackage.Agent)!;
        var other = new LiveKnowledge(new ArticleStore(host.Get<ITables>(), host.Get<IBlobs>()), time);
        Assert.NotNull((await other.OfAsync(served, default))!.Find("returns"));

        await host.Staff.PostAsJsonAsync(Route("returns/retire"), new { reason = Reason });
        time.Advance(LiveKnowledge.RefreshEvery);
        Assert.Null((await other.OfAsync(served, default))!.Find("returns"));
        Assert.Equal(TimeSpan.FromSeconds(10), LiveKnowledge.RefreshEvery);
        Assert.Null((await new LiveKnowledge(new ArticleStore(host.Get<ITables>(), host.Get<IBlobs>()), time).OfAsync(served, default))!.Find("returns"));
    }

    [Fact]
    public async Task It_holds_in_every_version_and_also_in_one_that_is_published_later()
    {
        await using var host = await package.StartAsync();
        await host.Staff.PostAsJsonAsync(Route("returns/retire"), new { reason = Reason });
        package.Write("knowledge/returns.md", Article("ann@shop.example", "Kettles can be returned within 60 days of delivery."));
        var (later, errors) = PackageReader.Read(package.Files, Samples.Context);

        Assert.Empty(errors);
        Assert.Null((await host.Get<LiveKnowledge>().OfAsync(later!, default))!.Find("returns"));
    }

    [Fact]
    public async Task Another_text_is_told_from_now_on_but_not_over_a_version_published_with_yet_another()
    {
        await using var host = await package.StartAsync();
        var answer = await PutAsync(host, "shop%2Fkettles", Article("carl@shop.example", "Kettles may be sent back within 45 days."));
        Assert.Equal(200, (int)answer.StatusCode);

        var index = await host.Get<LiveKnowledge>().OfAsync(host.Get<Packages>().Find(ScriptPackage.Agent)!, default);
        Assert.Contains("45 days", Assert.Single(index!.Find("shop/kettles")!.Sections).Text, StringComparison.Ordinal);
        Assert.Equal("carl@shop.example", index.Find("shop/kettles")!.Owner);
        Assert.Equal(("updated", "carl@shop.example"), ((await ListAsync(host)).GetProperty("articles")[1].GetProperty("state").GetString(), (await ListAsync(host)).GetProperty("articles")[1].GetProperty("owner").GetString()));
        Assert.Equal("article.updated", Assert.Single(await AuditAsync(host)).Event);

        package.Write("knowledge/shop/kettles.md", Article("bob@shop.example", "Kettles may be sent back within 90 days."));
        var (later, _) = PackageReader.Read(package.Files, Samples.Context);
        Assert.Contains("90 days", (await host.Get<LiveKnowledge>().OfAsync(later!, default))!.Find("shop/kettles")!.Sections[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_was_lost_takes_its_article_out()
    {
        await using var host = await package.StartAsync();
        await PutAsync(host, "returns", Article("ann@shop.example", "Forty days."));
        var row = Assert.Single(await host.Get<ITables>().RangeAsync(ArticleStore.Table, ScriptPackage.Agent, "", "\uffff", 10));
        await host.Get<IBlobs>().DeleteAsync(JsonDocument.Parse(row.Cells.Json!).RootElement.GetProperty("update").GetProperty("blob").GetString()!);

        var fresh = new LiveKnowledge(new ArticleStore(host.Get<ITables>(), host.Get<IBlobs>()), TimeProvider.System);
        Assert.Null((await fresh.OfAsync(host.Get<Packages>().Find(ScriptPackage.Agent)!, default))!.Find("returns"));
    }

    [Fact]
    public async Task What_names_no_article_or_gives_no_reason_changes_nothing()
    {
        await using var host = await package.StartAsync();
        var rows = host.Rows();

        await ProblemAssert.IsAsync(await host.Staff.PostAsJsonAsync(Route("returns/retire"), new { }), 400, "no-reason");
        await ProblemAssert.IsAsync(await host.Staff.PostAsJsonAsync(Route("returns/retire"), new { reason = " " }), 400, "no-reason");
        await ProblemAssert.IsAsync(await host.Staff.PostAsJsonAsync(Route("returns/retire"), new { reason = new string('x', 501) }), 413, "too-large");
        var unknown = await host.Staff.PostAsJsonAsync(Route("retruns/retire"), new { reason = Reason });
        await ProblemAssert.IsAsync(unknown, 404, "unknown-article");
        Assert.Contains("Did you mean 'returns'?", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var odd in (string[])["a%23b", "%252e%252e%252fx", "a%3Fb", "%2F%2F"]) await ProblemAssert.IsAsync(await host.Staff.PostAsJsonAsync(Route($"{odd}/retire"), new { reason = Reason }), 400, "invalid-article");
        await ProblemAssert.IsAsync(await host.Staff.GetAsync("/api/operator/agents/nobody/articles"), 404, "unknown-agent");
        await ProblemAssert.IsAsync(await PutAsync(host, "returns", "---\nownr: a\n---\nText."), 422, "article-errors");
        await ProblemAssert.IsAsync(await PutAsync(host, "returns", ""), 422, "article-errors");
        Assert.Equal(rows, host.Rows());
    }

    [Fact]
    public async Task What_the_package_itself_retires_is_used_again_by_publishing()
    {
        package.Write("knowledge/returns.md", Article("ann@shop.example", "Thirty days.", "retired: true\n"));
        await using var host = await package.StartAsync();
        await ProblemAssert.IsAsync(await host.Staff.DeleteAsync(Route("returns/retire")), 409, "retired-in-package");
    }

    private static string Article(string owner, string text, string more = "") => $"---\nowner: {owner}\nreview: 2030-01-31\n{more}---\n# Kettles\n\n{text}\n";

    private static string Route(string article) => $"/api/operator/agents/{ScriptPackage.Agent}/articles/{article}";

    private static Task<JsonElement> ListAsync(AgentHost host) => host.Staff.GetFromJsonAsync<JsonElement>($"/api/operator/agents/{ScriptPackage.Agent}/articles");

    private static Task<HttpResponseMessage> PutAsync(AgentHost host, string article, string markdown) => host.Staff.PutAsync(Route(article), new StringContent(markdown, Encoding.UTF8, "text/markdown"));

    private static async Task<IEnumerable<string>> FoundAsync(AgentHost host) =>
        (await host.Get<LiveKnowledge>().OfAsync(host.Get<Packages>().Find(ScriptPackage.Agent)!, default))!.Search("return kettles delivery", Anybody, 5).Select(hit => hit.Article);

    private static async Task<IReadOnlyList<AuditRow>> AuditAsync(AgentHost host) =>
        [.. (await host.Get<AuditTable>().OfDayAsync(DateOnly.FromDateTime(DateTime.UtcNow), null, default)).Rows.Where(row => row.Event.StartsWith("article.", StringComparison.Ordinal))];
}
