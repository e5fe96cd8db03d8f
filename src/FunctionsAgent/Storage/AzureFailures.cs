using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Identity;

namespace FunctionsAgent.Storage;

/// <summary>What a failed call to Azure Storage means to the pipeline. Codes: learn.microsoft.com/rest/api/storageservices/status-and-error-codes2.</summary>
internal static class AzureFailures
{
    /// <summary>
    /// Trouble between us and the store, not with the call. A refused identity (401, 403) counts: a role that was
    /// not granted yet or was taken away is repaired by an operator, and no customer's message is to blame.
    /// </summary>
    public static bool IsBusy(Exception e, CancellationToken ct) => e switch
    {
        RequestFailedException r => r.Status is 0 or 401 or 403 or 408 or 429 or >= 500 || IsMissing(r) || IsBeingDeleted(r),
        AuthenticationFailedException => true,
        // The client's own network time-out looks like a cancellation.
        OperationCanceledException => !ct.IsCancellationRequested,
        // What the client throws when each of its attempts failed.
        AggregateException a => a.InnerExceptions.All(inner => IsBusy(inner, ct)),
        HttpRequestException or IOException => true,
        // An answer the client cannot read is not the service's own: something stands between.
        JsonException or XmlException or KeyNotFoundException => true,
        _ => false,
    };

    /// <summary>
    /// Whether a write that ended like this may have been applied all the same: the answer was lost, or the service gave up in
    /// the middle. A refusal at the door (identity, throttling, no such table) has done nothing.
    /// </summary>
    public static bool IsDoubtful(Exception e, CancellationToken ct) => IsBusy(e, ct) && e switch
    {
        RequestFailedException r => r.Status is 0 or 408 or >= 500 && r.ErrorCode is not "ServerBusy",
        AuthenticationFailedException => false,
        _ => true,
    };

    /// <summary>What a caller is told of <see cref="IsBusy"/> trouble.</summary>
    public static StoreBusyException Busy(string what, Exception e) =>
        new($"{what} ({Describe(e)}); try again.", e)
        {
            RetryAfter = RetryAfter.Of((Last(e) as RequestFailedException)?.GetRawResponse()),
            Throttled = Last(e) is RequestFailedException { Status: 429 } or RequestFailedException { ErrorCode: "ServerBusy" },
        };

    /// <summary>The table or container itself is gone, not a row or blob in it.</summary>
    public static bool IsMissing(RequestFailedException e) => e.ErrorCode is "TableNotFound" or "ContainerNotFound";

    public static bool IsConflict(RequestFailedException e) => e.Status is 404 or 409 or 412 && !IsMissing(e) && !IsBeingDeleted(e);

    public static bool IsOverLimit(RequestFailedException e) => e.Status == 413 || e.ErrorCode is
        "RequestBodyTooLarge" or "ContentLengthExceeded" or "EntityTooLarge" or "PropertyValueTooLarge" or "KeyValueTooLarge";

    public static string Describe(Exception e) => e switch
    {
        RequestFailedException { Status: 0 } => "no answer",
        RequestFailedException r => $"{r.Status} {r.ErrorCode}".TrimEnd(),
        AggregateException a => $"{a.InnerExceptions.Count} attempts, the last: {Describe(Last(a))}",
        _ => e.GetType().Name,
    };

    private static Exception Last(Exception e) => e is AggregateException { InnerExceptions: [.., var last] } ? last : e;

    private static bool IsBeingDeleted(RequestFailedException e) => e.ErrorCode is "TableBeingDeleted" or "ContainerBeingDeleted";
}
