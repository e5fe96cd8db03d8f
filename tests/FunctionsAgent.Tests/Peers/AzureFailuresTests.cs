using System.Net;
using System.Net.Sockets;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Peers;

/// <summary>What the service answers in trouble, said by a small server on this machine: Azurite is never in trouble.</summary>
public sealed class AzureFailuresTests
{
    private static readonly Write[] Writes = [Write.Insert("a", new("{}"))];

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServerBusy")]
    [InlineData(408, "OperationTimedOut")]
    [InlineData(401, "InvalidAuthenticationInfo")]
    [InlineData(403, "AuthorizationPermissionMismatch")]
    [InlineData(409, "TableBeingDeleted")]
    [InlineData(404, "TableNotFound")]
    public async Task Trouble_of_the_service_is_busy(int status, string code)
    {
        await using var service = await TableService.StartAsync(status, code);
        var busy = await Assert.ThrowsAsync<StoreBusyException>(() => service.Tables.CommitAsync("Rows", "p", Writes));
        Assert.Contains(code, busy.Message, StringComparison.Ordinal);
        Assert.Contains("Rows/p", busy.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, "EntityAlreadyExists")]
    [InlineData(412, "UpdateConditionNotSatisfied")]
    [InlineData(404, "ResourceNotFound")]
    public async Task Another_version_is_a_conflict(int status, string code)
    {
        await using var service = await TableService.StartAsync(status, code);
        await Assert.ThrowsAsync<ConflictException>(() => service.Tables.CommitAsync("Rows", "p", Writes));
    }

    [Theory]
    [InlineData(413, "RequestBodyTooLarge")]
    [InlineData(400, "EntityTooLarge")]
    public async Task What_the_service_finds_too_large_is_over_a_limit(int status, string code)
    {
        await using var service = await TableService.StartAsync(status, code);
        await Assert.ThrowsAsync<LimitException>(() => service.Tables.CommitAsync("Rows", "p", Writes));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_commit_is_sent_once_as_its_retry_would_meet_its_own_rows(int status)
    {
        await using var service = await TableService.StartAsync(status, "InternalError");
        await Assert.ThrowsAsync<StoreBusyException>(() => service.Tables.CommitAsync("Rows", "p", Writes));
        Assert.Equal(1, service.Batches);
    }

    [Fact]
    public async Task Any_other_refusal_passes_as_it_is()
    {
        await using var service = await TableService.StartAsync(400, "InvalidInput");
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => service.Tables.CommitAsync("Rows", "p", Writes));
    }

    [Fact]
    public async Task A_service_out_of_reach_is_busy_for_tables_and_blobs()
    {
        // A port that is bound and does not listen: nobody answers there for as long as the test runs.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var account = TableService.Account($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}");

        await Assert.ThrowsAsync<StoreBusyException>(() => AzureTables.Create(account).GetAsync("Rows", "p", "a"));
        await Assert.ThrowsAsync<StoreBusyException>(() => AzureTables.Create(account).RangeAsync("Rows", "p", "", "~", 1));
        await Assert.ThrowsAsync<StoreBusyException>(() => AzureBlobs.Create(account).GetAsync("a"));
    }
}
