using System.Net;
using System.Text.Json;
using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;
using FunctionsAgent.Tests.Agents.Packaging;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>Azure AI Content Safety, played by a stand-in that is strict about address, version, key and body.</summary>
public sealed class ContentSafetyGuardTests
{
    [Theory]
    [InlineData("input", "Hate", 2, Do.Allow)]
    [InlineData("input", "Hate", 4, Do.Refuse)]
    [InlineData("input", "SelfHarm", 4, Do.Escalate)]
    [InlineData("input", "Violence", 6, Do.Escalate)]
    [InlineData("output", "Sexual", 4, Do.Replace)]
    [InlineData("output", "Sexual", 0, Do.Allow)]
    public async Task What_it_finds_decides_by_side_category_and_severity(string side, string category, int severity, Do expected)
    {
        var service = new Service(_ => Answer((category, severity)));
        var verdict = await Ask(service, side, "some words");
        Assert.Equal(expected, verdict.Do);
        Assert.Equal(severity, (int)verdict.Evidence[category]!);
        Assert.DoesNotContain("some words", verdict.Evidence.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["some words"], service.Texts);
    }

    [Fact]
    public async Task A_long_text_is_asked_about_in_pieces_and_the_worst_counts()
    {
        var service = new Service(text => Answer(("Hate", text.Contains("bad", StringComparison.Ordinal) ? 6 : 0)));
        var verdict = await Ask(service, "input", new string('x', 10_000) + "bad");
        Assert.Equal((Do.Refuse, 2), (verdict.Do, service.Texts.Count));
    }

    [Theory]
    [InlineData(FailMode.Open, Do.Allow)]
    [InlineData(FailMode.Closed, Do.Escalate)]
    public async Task Without_a_whole_answer_it_fails_as_the_agent_says(FailMode fails, Do expected)
    {
        foreach (var answer in (string?[])["{}", "rubbish", """{"categoriesAnalysis":[{"category":"Hate","severity":0}]}""", null])
        {
            var guard = Guard(new Service(_ => answer), "output", fails);
            var guarded = await Guards.CheckAsync([new(guard)], "output", new("words 4711", "public", "model", "chat"), CancellationToken.None);
            Assert.Equal(expected, guarded.Verdicts[0].Do);
            Assert.True(Guards.Failed(guarded.Verdicts[0]));
            Assert.DoesNotContain("4711", guarded.Verdicts[0].Evidence.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_agent_that_asks_it_needs_its_settings_and_says_so_with_the_place()
    {
        var errors = PackageBench.Errors(("agent.yaml", PackageBench.Agent.Replace("guards: [{ name: size, mode: on, maxCharacters: 500 }]", "guards: [{ name: content-safety-output, mode: on, severity: 2 }]", StringComparison.Ordinal)));
        Assert.Equal(["ContentSafety__Endpoint", "ContentSafety__ApiKey"], errors.Select(error => error.Message.Split(' ')[2]));
    }

    private static string Answer(params (string Category, int Severity)[] found) => JsonSerializer.Serialize(new
    {
        blocklistsMatch = Array.Empty<object>(),
        categoriesAnalysis = ((string[])["Hate", "SelfHarm", "Sexual", "Violence"]).Select(category => new { category, severity = found.FirstOrDefault(f => f.Category == category).Severity }),
    });

    private static ValueTask<Verdict> Ask(Service service, string side, string text) => Guard(service, side, FailMode.Open).CheckAsync(new(text, "personal", "customer", "chat"), CancellationToken.None);

    private static ContentSafetyGuard Guard(Service service, string side, FailMode fails)
    {
        var client = new HttpClient(service) { BaseAddress = new Uri("https://safety.example/") };
        client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", "key");
        return new(client, side, 4, fails);
    }

    /// <param name="answer">Null: 500.</param>
    private sealed class Service(Func<string, string?> answer) : HttpMessageHandler
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Texts { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("https://safety.example/contentsafety/text:analyze?api-version=2024-09-01", request.RequestUri!.AbsoluteUri);
            Assert.Equal(["key"], request.Headers.GetValues("Ocp-Apim-Subscription-Key"));
            using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            Assert.Equal("FourSeverityLevels", body.RootElement.GetProperty("outputType").GetString());
            var text = body.RootElement.GetProperty("text").GetString()!;
            Assert.InRange(text.Length, 1, 10_000);
            Texts.Enqueue(text);
            return answer(text) is { } json ? new(HttpStatusCode.OK) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") } : new(HttpStatusCode.InternalServerError);
        }
    }
}
