using System.Globalization;
using System.Net;
using System.Text;
using Azure.Core;
using Azure.Identity;
using FunctionsAgent.Pipeline;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Peers;

/// <summary>What passes between us and Azure Storage in its odder moods, answered by the test itself: throttling, pages, identity, creation.</summary>
public sealed class AzureWireTests : IDisposable
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=AAAA;EndpointSuffix=core.windows.net";

    private readonly FaultyWire _wire = new();

    public void Dispose() => _wire.Dispose();

    public static TheoryData<string, string, double> Waits => new()
    {
        { "Retry-After", "30", 30 },
        { "Retry-After", "Mon, 23 Nov 2026 10:00:45 GMT", 45 },
        { "retry-after-ms", "2500", 2.5 },
        { "x-ms-retry-after-ms", "9000", 9 },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task A_throttled_call_is_busy_says_when_to_come_again_and_is_not_repeated_before(string header, string value, double seconds)
    {
        _wire.Before = request =>
        {
            if (IsCreation(request)) return Created();
            var refusal = FaultyWire.Refusal(503, "ServerBusy", (header, value), ("Date", "Mon, 23 Nov 2026 10:00:00 GMT"));
            if (request.RequestUri!.Host.Contains(".blob.", StringComparison.Ordinal)) refusal.Content = new StringContent("");
            return refusal;
        };

        Func<Task>[] calls =
        [
            () => _wire.Tables(Account).GetAsync("Rows", "p", "a"),
            () => _wire.Tables(Account).RangeAsync("Rows", "p", "", "~", 1),
            () => _wire.Tables(Account).CommitAsync("Rows", "p", [Write.Insert("a", new())]),
            () => _wire.Blobs(Account).GetAsync("a"),
            () => _wire.Blobs(Account).PutAsync("a", new byte[] { 1 }),
        ];
        foreach (var call in calls)
        {
            var busy = await Assert.ThrowsAsync<StoreBusyException>(call);
            Assert.Equal(TimeSpan.FromSeconds(seconds), busy.RetryAfter);
            Assert.DoesNotContain("may have been applied", busy.Message, StringComparison.Ordinal);
        }
        Assert.Equal(5, _wire.Requests.Count(r => !r.Contains("Tables", StringComparison.Ordinal) && !r.Contains("restype=container", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", "text/html")]
    [InlineData("{\"message\":\"upstream\"}", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("<Error><Code>", "application/xml")]
    public async Task What_a_gateway_in_between_answers_is_busy(string body, string type)
    {
        _wire.Before = request => IsCreation(request) ? Created() : new(HttpStatusCode.BadGateway) { Content = new StringContent(body, Encoding.UTF8, type), Headers = { { "Retry-After", "9" } } };

        await Assert.ThrowsAsync<StoreBusyException>(() => _wire.Blobs(Account).GetAsync("a"));
        await Assert.ThrowsAsync<StoreBusyException>(() => _wire.Tables(Account).RangeAsync("Rows", "p", "", "~", 1));
        await Assert.ThrowsAsync<StoreBusyException>(() => _wire.Tables(Account).CommitAsync("Rows", "p", [Write.Insert("a", new())]));
    }

    [Theory]
    [InlineData("Retry-After", "soon")]
    [InlineData("Retry-After", "-1")]
    [InlineData("Retry-After", "99999999999999999999")]
    [InlineData("Retry-After", "Mon, 32 Nov 2026 10:00:00 GMT")]
    public async Task An_unreadable_wait_is_none(string header, string value)
    {
        _wire.Before = request => IsCreation(request) ? Created() : FaultyWire.Refusal(503, "ServerBusy", (header, value));

        Assert.Null((await Assert.ThrowsAsync<StoreBusyException>(() => _wire.Tables(Account).CommitAsync("Rows", "p", [Write.Insert("a", new())]))).RetryAfter);
    }

    [Theory]
    [InlineData(null, 0, 0.1)]
    [InlineData(null, 20, 20)]
    [InlineData(30.0, 0, 30)]
    [InlineData(1.0, 20, 20)]
    [InlineData(3600.0, 0, 60)]
    public void The_pipeline_backs_off_as_long_as_it_is_asked_to_within_a_minute(double? asked, int attempt, double expected) =>
        Assert.Equal(expected, Failures.Delay(attempt, new StoreBusyException("busy") { RetryAfter = asked is { } s ? TimeSpan.FromSeconds(s) : null }).TotalSeconds);

    [Fact]
    public async Task A_read_is_repeated_after_a_hiccup()
    {
        var answers = new Queue<HttpResponseMessage>([FaultyWire.Refusal(500, "InternalError"), Json(Entity("a"))]);
        _wire.Before = request => IsCreation(request) ? Created() : answers.Dequeue();

        Assert.Equal("a", (await _wire.Tables(Account).GetAsync("Rows", "p", "a"))!.Key);
    }

    [Theory]
    [InlineData(5, "0,1,2,3,4", 4)]
    [InlineData(3, "0,1,2", 3)]
    [InlineData(2, "0,1", 1)]
    [InlineData(100, "0,1,2,3,4", 4)]
    public async Task Short_and_empty_pages_are_followed_to_the_end_and_no_further_than_asked(int take, string keys, int pages)
    {
        // The service may stop anywhere: a full page, an empty one, a short one, the rest.
        string[][] offered = [["0", "1"], [], ["2"], ["3", "4"]];
        _wire.Before = request =>
        {
            if (IsCreation(request)) return Created();
            var query = request.RequestUri!.Query;
            var page = query.Contains("NextRowKey=", StringComparison.Ordinal)
                ? int.Parse(query.Split("NextRowKey=")[1].Split('&')[0].Split('-')[1], CultureInfo.InvariantCulture) : 0;
            var answer = Json($$"""{"value":[{{string.Join(',', offered[page].Select(Entity))}}]}""");
            if (page < 3)
            {
                answer.Headers.Add("x-ms-continuation-NextPartitionKey", "p");
                answer.Headers.Add("x-ms-continuation-NextRowKey", $"page-{page + 1}");
            }
            return answer;
        };

        var rows = await _wire.Tables(Account).RangeAsync("Rows", "p", "", "~", take);

        Assert.Equal(keys, string.Join(',', rows.Select(r => r.Key)));
        Assert.Equal(pages, _wire.Requests.Count(r => r.StartsWith("GET", StringComparison.Ordinal)));
        Assert.All(_wire.Requests.Where(r => r.StartsWith("GET", StringComparison.Ordinal)), r => Assert.Contains($"top={take}", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_is_created_once_for_many_first_users_and_again_after_a_failure()
    {
        var failures = 1;
        _wire.Before = request => !IsCreation(request) ? FaultyWire.Refusal(404, "ResourceNotFound")
            : Interlocked.Decrement(ref failures) >= 0 ? FaultyWire.Refusal(503, "ServerBusy", ("Retry-After", "30")) : Created();
        var tables = _wire.Tables(Account);

        await Assert.ThrowsAsync<StoreBusyException>(() => tables.GetAsync("Rows", "p", "a"));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => tables.GetAsync("Rows", "p", "a"))));
        await tables.GetAsync("Other", "p", "a");

        Assert.Equal(3, _wire.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_an_identity_each_call_carries_its_token_which_is_asked_for_once()
    {
        var identity = new Identity();
        var tokens = new List<string?>();
        _wire.Before = request =>
        {
            lock (tokens) tokens.Add(request.Headers.Authorization?.ToString());
            return IsCreation(request) ? Created() : Json(Entity("a"));
        };
        var tables = _wire.Tables(new Uri("https://acc.table.core.windows.net"), identity);

        for (var i = 0; i < 3; i++) await tables.GetAsync("Rows", "p", "a");

        Assert.Equal(4, tokens.Count);
        Assert.All(tokens, token => Assert.Equal("Bearer token-1", token));
        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes.Distinct());
    }

    [Fact]
    public async Task An_identity_that_is_not_to_be_had_is_busy_and_asked_for_again()
    {
        var identity = new Identity { Failures = 1 };
        _wire.Before = request => IsCreation(request) ? Created() : Json(Entity("a"));
        var tables = _wire.Tables(new Uri("https://acc.table.core.windows.net"), identity);

        var busy = await Assert.ThrowsAsync<StoreBusyException>(() => tables.GetAsync("Rows", "p", "a"));

        Assert.IsAssignableFrom<AuthenticationFailedException>(busy.InnerException);
        Assert.NotNull(await tables.GetAsync("Rows", "p", "a"));
    }

    private static bool IsCreation(HttpRequestMessage request) =>
        (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/Tables", StringComparison.Ordinal))
        || (request.Method == HttpMethod.Put && request.RequestUri!.Query.Contains("restype=container", StringComparison.Ordinal));

    private static HttpResponseMessage Created() => new(HttpStatusCode.Created)
    {
        Headers = { ETag = new("\"0x1\"") },
        Content = new StringContent("""{"TableName":"Rows"}""", Encoding.UTF8, "application/json") { Headers = { LastModified = DateTimeOffset.UnixEpoch } },
    };

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static string Entity(string key) =>
        $$"""{"odata.etag":"W/\"datetime'2026-11-23T00%3A34%3A27.5850000Z'\"","PartitionKey":"p","RowKey":"{{key}}","Timestamp":"2026-11-23T00:34:27.585Z","Json":"{}"}""";

    private sealed class Identity : TokenCredential
    {
        public int Failures { get; set; }

        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (Failures-- > 0) throw new CredentialUnavailableException("No identity here yet.");
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken($"token-{Scopes.Count}", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
