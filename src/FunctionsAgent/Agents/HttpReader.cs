using System.Collections.Immutable;
using FunctionsAgent.Policies;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>http</c> and <c>reconcile</c> of a tool.</summary>
internal sealed class HttpReader(Values values, string part)
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(10);

    public HttpPart Read(YamlNode node)
    {
        var http = new Fields(node, part, values);
        var methods = part == "reconcile" ? ["GET"] : CompiledTool.Methods;
        var method = http.Need("method", string.Join(", ", methods)) is { } m ? values.Choice(m, $"{part}.method", methods) : "";
        var url = http.Need("url", "\"${Setting}/path/{argument}\"");
        // ${Setting} stays as it is written: the tool fills it in when it calls.
        var address = url is null ? "" : values.Text(url, $"{part}.url", filled: false);
        var timeout = http.Take("timeout") is { } t ? values.Duration(t, $"{part}.timeout") : StandardTimeout;
        var retries = http.Take("retries") is { } r ? values.Whole(r, $"{part}.retries", 0, CompiledTool.MaxRetries) : 0;
        http.Refuse("body", $"{part}.body is not needed: the arguments that the URL does not take are the body of POST, PUT and PATCH.");
        http.Done();
        return new(new(method, address, timeout, retries), Arguments(url, address), url?.At ?? node.At);
    }

    private ImmutableArray<string> Arguments(YamlNode? url, string address)
    {
        if (url is null || address.Length == 0) return [];
        try
        {
            return [.. new UrlTemplate(address).Arguments];
        }
        catch (ArgumentException error)
        {
            values.Errors.Add(url.At, error.Message);
            return [];
        }
    }
}

/// <param name="Arguments">What the URL takes.</param>
internal sealed record HttpPart(HttpSpec Spec, ImmutableArray<string> Arguments, FilePosition UrlAt);
