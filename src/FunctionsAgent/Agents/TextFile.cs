using System.Buffers;
using System.Text;
using System.Text.Unicode;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>The text of a file: UTF-8, with or without a byte order mark, without NUL.</summary>
internal static class TextFile
{
    /// <summary>Null after an error.</summary>
    public static string? Read(string file, ReadOnlySpan<byte> bytes, int maxBytes, PackageErrors errors)
    {
        if (bytes.Length > maxBytes)
        {
            errors.Add(new(file, 1, 1), $"The file has {bytes.Length:N0} bytes; at most {maxBytes:N0} are read.");
            return null;
        }

        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, chars, out var read, out var written, replaceInvalidSequences: false);
        var text = chars.AsSpan(0, written);
        if (status != OperationStatus.Done)
        {
            errors.Add(After(file, text), $"The byte 0x{bytes[read]:X2} is not UTF-8. Save the file as UTF-8.");
            return null;
        }

        var nul = text.IndexOf('\0');
        if (nul < 0) return text.ToString();
        errors.Add(After(file, text[..nul]), "A NUL character is not text.");
        return null;
    }

    private static FilePosition After(string file, ReadOnlySpan<char> before) =>
        new(file, before.Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1) + 1);
}
