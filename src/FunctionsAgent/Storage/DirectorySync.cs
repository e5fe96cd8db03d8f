using System.Runtime.InteropServices;

namespace FunctionsAgent.Storage;

/// <summary>
/// Makes a rename durable: POSIX keeps the name in the directory, which is synced on its own (fsync(2)).
/// Windows has no such call and journals names itself.
/// </summary>
internal static class DirectorySync
{
    private const int ReadOnly = 0;

    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0) throw Failed("open", directory);
        try
        {
            if (Sync(descriptor) != 0) throw Failed("fsync", directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string call, string directory) => new($"{call} of {directory} failed: errno {Marshal.GetLastPInvokeError()}.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
