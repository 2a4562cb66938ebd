package bounded

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// limit puts this process into a job object of its own with the limits. The
// handle stays open until the process ends, and the limits with it.
func limit(l Limits) error {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return err
	}
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_PROCESS_TIME | windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY
	info.BasicLimitInformation.PerProcessUserTimeLimit = int64(l.CPU / (100 * time.Nanosecond))
	info.ProcessMemoryLimit = uintptr(l.Memory)
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err != nil {
		return err
	}
	return windows.AssignProcessToJobObject(job, windows.CurrentProcess())
}
