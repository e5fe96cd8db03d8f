using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>The body of a successful answer, read: the result, or why there is none.</summary>
/// <param name="Bytes">Of the body, after decompression, as far as it was read.</param>
/// <param name="Failure">too_large or invalid_result; null where there is a result.</param>
/// <param name="Empty">No content, null, <c>[]</c> or <c>{}</c>.</param>
internal sealed record ReadAnswer(long Bytes, JsonElement Value, bool Empty = false, string? Failure = null, string? Reason = null)
{
    public static ReadAnswer Refused(long bytes, string failure, string reason, bool empty = false) => new(bytes, default, empty, failure, reason);
}
